package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Severity;

/** In which state images are shown to a model: clean, or degraded at a severity. Immutable. */
final class Condition implements Serializable {
  private static final long serialVersionUID = 1L;
  static final String CLEAN = "clean";

  /** Null for clean images. */
  private final Corruption corruption;

  private final int severity;

  private Condition(Corruption corruption, int severity) {
    this.corruption = corruption;
    this.severity = severity;
  }

  static Condition clean() {
    return new Condition(null, 0);
  }

  static Condition of(Corruption corruption, Severity severity) {
    return new Condition(corruption, severity.level());
  }

  /** Each corruption at each severity. */
  static List<Condition> degraded() {
    List<Condition> conditions = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      conditions.addAll(degraded(corruption));
    }
    return conditions;
  }

  /** A corruption at each severity, rising. */
  static List<Condition> degraded(Corruption corruption) {
    List<Condition> conditions = new ArrayList<>();
    for (int level = Severity.MINIMUM; level <= Severity.MAXIMUM; level++) {
      conditions.add(of(corruption, Severity.of(level)));
    }
    return conditions;
  }

  /** An image's own seed: neighbouring ids are spread over all seeds (as SplitMix64 does). */
  static long imageSeed(long seed, long imageId) {
    long z = seed + imageId * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  boolean isClean() {
    return corruption == null;
  }

  /** {@code clean}, or the corruption's id. */
  String id() {
    return isClean() ? CLEAN : corruption.id();
  }

  /** 0 for clean images. */
  int severity() {
    return severity;
  }

  /**
   * The image in this state.
   *
   * @param seed of the image, the same in every condition: see {@link #imageSeed}
   */
  Raster apply(Raster image, long seed) {
    return isClean() ? image : corruption.apply(image, Severity.of(severity), seed);
  }

  @Override
  public String toString() {
    return isClean() ? CLEAN : id() + " " + severity;
  }
}
