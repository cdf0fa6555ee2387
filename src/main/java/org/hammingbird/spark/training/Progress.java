package org.hammingbird.spark.training;

import java.io.Serializable;
import org.hammingbird.evaluation.Histogram;

/** Loss, hits and logits over a number of images; merged by {@link #add}. Immutable. */
public final class Progress implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int HIGHEST_LOGIT = 20;
  private static final int BINS_A_UNIT = 2;
  private static final int BINS = 2 * HIGHEST_LOGIT * BINS_A_UNIT;

  /** Of no image. */
  public static final Progress NONE = new Progress(0, 0, 0, Histogram.empty(BINS - 1));

  private final long images;
  private final long hits;
  private final double lossSum;
  private final Histogram logits;

  private Progress(long images, long hits, double lossSum, Histogram logits) {
    this.images = images;
    this.hits = hits;
    this.lossSum = lossSum;
    this.logits = logits;
  }

  /**
   * Of some images.
   *
   * @param logits of each image, one a class
   * @param targets of each image: its class has the largest
   */
  static Progress of(float[][] logits, float[][] targets) {
    long hits = 0;
    double loss = 0;
    long[] bins = new long[BINS];
    for (int i = 0; i < logits.length; i++) {
      int truth = largest(targets[i]);
      loss += crossEntropy(logits[i], truth);
      if (largest(logits[i]) == truth) {
        hits++;
      }
      for (float logit : logits[i]) {
        bins[bin(logit)]++;
      }
    }
    return new Progress(logits.length, hits, loss, Histogram.of(bins));
  }

  /** Both together. */
  public Progress add(Progress other) {
    return new Progress(
        images + other.images,
        hits + other.hits,
        lossSum + other.lossSum,
        logits.add(other.logits));
  }

  public long images() {
    return images;
  }

  /** Mean cross-entropy in nats, without the L2 term; 0 where there was no image. */
  public double loss() {
    return images == 0 ? 0 : lossSum / images;
  }

  /** Part of the images whose most probable class was the right one (0 to 1). */
  public double accuracy() {
    return images == 0 ? 0 : (double) hits / images;
  }

  /** How many logits fell into each of the bins that {@link #binEnd} bounds. */
  public Histogram logits() {
    return logits;
  }

  /**
   * The upper bound of a bin of {@link #logits}; the first and the last one have no outer bound.
   */
  public static double binEnd(int bin) {
    return (double) (bin + 1) / BINS_A_UNIT - HIGHEST_LOGIT;
  }

  private static int bin(float logit) {
    return (int) Math.max(0, Math.min(BINS - 1, Math.floor((logit + HIGHEST_LOGIT) * BINS_A_UNIT)));
  }

  private static double crossEntropy(float[] logits, int truth) {
    double highest = logits[largest(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return Math.log(sum) + highest - logits[truth];
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
