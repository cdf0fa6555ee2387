package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.Function2;
import org.hammingbird.image.Augmentation;
import org.hammingbird.training.Natives;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes the minibatches of one round. Each epoch goes through a worker's images in an order of its
 * own, and changes each image anew; both depend on seed, epoch, worker and image id only, so that a
 * repeated task or run sees the same numbers.
 */
final class RoundBatches implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TrainingInputs inputs;
  private final int batchSize;
  private final int threads;
  private final int epoch;
  private final int firstStep;
  private final int steps;

  /**
   * Of no round yet.
   *
   * @param threads native threads of each worker
   */
  RoundBatches(TrainingInputs inputs, int batchSize, int threads) {
    this(inputs, batchSize, threads, 0, 0, 0);
  }

  private RoundBatches(
      TrainingInputs inputs, int batchSize, int threads, int epoch, int firstStep, int steps) {
    this.inputs = inputs;
    this.batchSize = batchSize;
    this.threads = threads;
    this.epoch = epoch;
    this.firstStep = firstStep;
    this.steps = steps;
  }

  /**
   * The same for one round.
   *
   * @param epochIndex from 0
   * @param firstStepInEpoch from 0
   */
  RoundBatches at(int epochIndex, int firstStepInEpoch, int stepCount) {
    return new RoundBatches(inputs, batchSize, threads, epochIndex, firstStepInEpoch, stepCount);
  }

  /**
   * The function from a worker's images to its minibatches.
   *
   * @param counts images of each worker
   */
  Function2<Integer, Iterator<PackedImage>, Iterator<DataSet>> of(int[] counts) {
    return (worker, images) -> batches(worker, counts[worker], images);
  }

  private Iterator<DataSet> batches(int worker, int count, Iterator<PackedImage> images) {
    // this is the thread in which DL4J trains afterwards
    Natives.use(threads);
    List<PackedImage> drawn = draw(order(worker, count), images);
    return new Iterator<DataSet>() {
      private int step;

      @Override
      public boolean hasNext() {
        return step < steps;
      }

      @Override
      public DataSet next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int from = step++ * batchSize;
        return batch(drawn.subList(from, from + batchSize));
      }
    };
  }

  /** Where each of the worker's images stands in this round; -1 for those of other rounds. */
  private int[] order(int worker, int count) {
    int[] permutation = new int[count];
    SplittableRandom random =
        new SplittableRandom(Augmentation.seed(inputs.seed(), epoch, ~worker));
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    int[] place = new int[count];
    Arrays.fill(place, -1);
    for (int i = 0; i < steps * batchSize; i++) {
      place[permutation[firstStep * batchSize + i]] = i;
    }
    return place;
  }

  private List<PackedImage> draw(int[] place, Iterator<PackedImage> images) {
    PackedImage[] drawn = new PackedImage[steps * batchSize];
    for (int i = 0; i < place.length; i++) {
      PackedImage image = images.next();
      if (place[i] >= 0) {
        drawn[place[i]] = image;
      }
    }
    return Arrays.asList(drawn);
  }

  private DataSet batch(List<PackedImage> images) {
    int length = inputs.preprocessing().length();
    float[] features = new float[images.size() * length];
    float[] labels = new float[images.size() * inputs.classes()];
    for (int i = 0; i < images.size(); i++) {
      PackedImage image = images.get(i);
      inputs.write(image.raster(), image.id(), epoch, features, i * length);
      labels[i * inputs.classes() + image.label()] = 1;
    }
    return new DataSet(
        Nd4j.create(features, inputs.preprocessing().shape(images.size()), 'c'),
        Nd4j.create(labels, new long[] {images.size(), inputs.classes()}, 'c'));
  }
}
