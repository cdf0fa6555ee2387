package org.hammingbird.training;

import java.util.Locale;

/**
 * How the learning rate moves over a training. The driver computes it once a round and sends it
 * with the network: DL4J's own schedules count iterations, which parameter averaging advances by
 * its frequency whatever was done.
 */
public enum Schedule {
  /** The same rate from first to last. */
  CONSTANT {
    @Override
    public double factor(double progress) {
      return 1;
    }
  },
  /** Half a cosine from the full rate down to a hundredth of it. */
  COSINE {
    @Override
    public double factor(double progress) {
      return FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
  };

  private static final double FLOOR = 0.01;

  /**
   * The part of the learning rate to use.
   *
   * @param progress part of all steps that is done (0 to 1)
   * @return above 0, at most 1
   */
  public abstract double factor(double progress);

  /** The name in settings. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
