package org.hammingbird.evaluation;

/**
 * Distances between images of one class against those between images of different classes.
 * Immutable.
 */
public final class DistanceDistribution {
  private final Histogram within;
  private final Histogram between;

  public DistanceDistribution(Histogram within, Histogram between) {
    this.within = within;
    this.between = between;
  }

  /** Distances of pairs of one class. */
  public Histogram within() {
    return within;
  }

  /** Distances of pairs of two classes. */
  public Histogram between() {
    return between;
  }

  /**
   * The chance that a pair of one class is nearer than a pair of two classes, ties counted half:
   * the area under the ROC curve, 0.5 where the distance says nothing; NaN when a side is empty.
   */
  public double auc() {
    double wins = 0;
    long greater = between.total();
    long maximum = Math.max(within.maximum(), between.maximum());
    for (int value = 0; value <= maximum; value++) {
      long equal = between.count(value);
      greater -= equal;
      wins += (double) within.count(value) * (greater + 0.5 * equal);
    }
    return wins / ((double) within.total() * between.total());
  }

  /**
   * Cohen's d: difference of the means, between less within, in pooled standard deviations; NaN
   * where a side is empty or nothing varies.
   */
  public double effectSize() {
    double squares = within.variance() * within.total() + between.variance() * between.total();
    double pooled = Math.sqrt(squares / (within.total() + between.total()));
    return (between.mean() - within.mean()) / pooled;
  }
}
