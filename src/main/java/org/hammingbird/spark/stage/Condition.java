package org.hammingbird.spark.stage;

import java.io.Serializable;
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
   * @param seed of the image, the same in every condition
   */
  Raster apply(Raster image, long seed) {
    return isClean() ? image : corruption.apply(image, Severity.of(severity), seed);
  }

  @Override
  public String toString() {
    return isClean() ? CLEAN : id() + " " + severity;
  }
}
