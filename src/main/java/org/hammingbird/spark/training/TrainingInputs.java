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

  /**
   * @param augmentation empty where images are not changed
   * @param classes outputs of the network
   * @param seed of the order of images and of their changes
   */
  public TrainingInputs(
      Preprocessing preprocessing, Optional<Augmentation> augmentation, int classes, long seed) {
    this.preprocessing = preprocessing;
    this.augmentation = augmentation.orElse(null);
    this.classes = classes;
    this.seed = seed;
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

  /** Writes one image's values, changed as its id and the epoch have it. */
  void write(Raster image, long id, int epoch, float[] out, int offset) {
    if (augmentation == null) {
      preprocessing.test(image, out, offset);
    } else {
      preprocessing.train(image, augmentation, Augmentation.seed(seed, epoch, id), out, offset);
    }
  }
}
