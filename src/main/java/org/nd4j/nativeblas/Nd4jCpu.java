package org.nd4j.nativeblas;

/**
 * A bridge under a name that DL4J looks up. {@code BaseMKLDNNHelper.mklDnnEnabled()} of DL4J
 * 1.0.0-M2 and M2.1 asks by reflection for {@code org.nd4j.nativeblas.Nd4jCpu$Environment} and its
 * {@code isUseMKLDNN()}, which ND4J has since moved and renamed: the look-up fails silently, every
 * oneDNN layer helper reports itself unsupported, and convolutions run several times slower in
 * Java. This class answers in the old place and asks ND4J in the new one. Nothing else uses it; it
 * has to stand in this package.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** What DL4J looks up. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** Called by reflection. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the natives in use were built with oneDNN and may use it. Called by reflection. */
    public boolean isUseMKLDNN() {
      return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
