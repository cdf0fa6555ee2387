package org.hammingbird.spark.training;

/** Loss and hits over a number of training images; merged by {@link #add}. Immutable. */
public final class Progress {
  /** Of no image. */
  public static final Progress NONE = new Progress(0, 0, 0);

  private final long images;
  private final long hits;
  private final double lossSum;

  Progress(long images, long hits, double lossSum) {
    this.images = images;
    this.hits = hits;
    this.lossSum = lossSum;
  }

  /** Both together. */
  public Progress add(Progress other) {
    return new Progress(images + other.images, hits + other.hits, lossSum + other.lossSum);
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
}
