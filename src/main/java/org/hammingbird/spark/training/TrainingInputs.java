package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.Optional;
import org.hammingbird.image.Augmentation;
import org.hammingbird.image.Raster;
import org.hammingbird.training.Preprocessing;

/** How training images become a network's inputs, for all rounds of a training. Immutable. */
public final class TrainingInputs implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Preprocessing preprocessing;
  private final Augmentation augmentation;
  private final int classes;
  private final long seed;
  private final float smoothing;

  private TrainingInputs(
      Preprocessing preprocessing,
      Augmentation augmentation,
      int classes,
      long seed,
      float smoothing) {
    this.preprocessing = preprocessing;
    this.augmentation = augmentation;
    this.classes = classes;
    this.seed = seed;
    this.smoothing = smoothing;
  }

  /**
   * @param augmentation empty where images are not changed
   * @param classes outputs of the network
   * @param seed of the order of images and of their changes
   */
  public TrainingInputs(
      Preprocessing preprocessing, Optional<Augmentation> augmentation, int classes, long seed) {
    this(preprocessing, augmentation.orElse(null), classes, seed, 0);
  }

  /**
   * With targets that are less sure.
   *
   * @param part of the target that all classes share alike (0 to below 1)
   */
  public TrainingInputs withLabelSmoothing(double part) {
    return new TrainingInputs(preprocessing, augmentation, classes, seed, (float) part);
  }

  /** For images that are measured rather than trained: unchanged, and alike. */
  TrainingInputs plain() {
    return new TrainingInputs(preprocessing, null, classes, seed, 0);
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  int classes() {
    return classes;
  }

  long seed() {
    return seed;
  }

  /** What the output of an image's own class is to become. */
  float ownTarget() {
    return 1 - smoothing + otherTarget();
  }

  /** What the output of every other class is to become. */
  float otherTarget() {
    return smoothing / classes;
  }

  /** Writes one image's values, changed as its id and the epoch have it. */
  void write(Raster image, long id, int epoch, float[] out, int offset) {
    if (augmentation == null) {
      preprocessing.test(image, out, offset);
    } else {
      preprocessing.train(image, augmentation, Augmentation.seed(seed, epoch, id), out, offset);
    }
  }
}
