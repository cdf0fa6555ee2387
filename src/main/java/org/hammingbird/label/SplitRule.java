package org.hammingbird.label;

import java.io.Serializable;
import java.util.Optional;
import org.hammingbird.UserException;

/**
 * How an image comes to its split: as its row says, by its id (the CIFAR-10 study's rule), or by a
 * stable hash of its id, so that images which are added later move no other one.
 */
public final class SplitRule implements Serializable {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    EXPLICIT,
    AT_ID,
    FRACTION
  }

  private final Kind kind;
  private final long lastTrainId;
  private final double testFraction;

  private SplitRule(Kind kind, long lastTrainId, double testFraction) {
    this.kind = kind;
    this.lastTrainId = lastTrainId;
    this.testFraction = testFraction;
  }

  /** Every row names its split. */
  public static SplitRule explicit() {
    return new SplitRule(Kind.EXPLICIT, 0, 0);
  }

  /** Ids up to {@code lastTrainId} are train, the others test. */
  public static SplitRule atId(long lastTrainId) {
    return new SplitRule(Kind.AT_ID, lastTrainId, 0);
  }

  /**
   * About this share of the images is test, the others train.
   *
   * @param testFraction above 0 and below 1
   */
  public static SplitRule testFraction(double testFraction) {
    if (!(testFraction > 0 && testFraction < 1)) {
      throw new UserException(
          "Invalid split.test-fraction: " + testFraction + " (must be above 0 and below 1)");
    }
    return new SplitRule(Kind.FRACTION, 0, testFraction);
  }

  /** Whether rows must name their split themselves. */
  public boolean isExplicit() {
    return kind == Kind.EXPLICIT;
  }

  /** Whether the ids must be numbers that the collection's owner gave. */
  public boolean needsIntegerIds() {
    return kind == Kind.AT_ID;
  }

  /**
   * The split of an image, or empty where the rule is explicit and {@code named} is no split.
   *
   * @param id the image's id
   * @param named what the row says, looked at by the explicit rule only; may be null
   */
  public Optional<Split> split(long id, String named) {
    switch (kind) {
      case AT_ID:
        return Optional.of(id <= lastTrainId ? Split.TRAIN : Split.TEST);
      case FRACTION:
        return Optional.of(unit(id) < testFraction ? Split.TEST : Split.TRAIN);
      default:
        return Split.parse(named);
    }
  }

  /** A number in [0, 1) that depends on the id alone: the finalizer of SplitMix64 (Steele 2014). */
  static double unit(long id) {
    long z = id + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }

  @Override
  public String toString() {
    switch (kind) {
      case AT_ID:
        return "at id " + lastTrainId;
      case FRACTION:
        return "test fraction " + testFraction;
      default:
        return "explicit";
    }
  }
}
