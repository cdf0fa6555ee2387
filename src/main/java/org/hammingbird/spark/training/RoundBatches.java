package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Makes the minibatches of one round. Each epoch goes through a worker's images in an {@linkplain
 * EpochOrder order} of its own, and changes each image anew; both depend on seed, epoch, worker and
 * image id only, so that a repeated task or run sees the same numbers.
 */
final class RoundBatches implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TrainingInputs inputs;
  private final int batchSize;
  private final int prefetch;
  private final int epoch;
  private final int firstStep;
  private final int steps;

  /**
   * Of no round yet.
   *
   * @param prefetch minibatches made in advance, in a thread beside the training; 0: none
   */
  RoundBatches(TrainingInputs inputs, int batchSize, int prefetch) {
    this(inputs, batchSize, prefetch, 0, 0, 0);
  }

  private RoundBatches(
      TrainingInputs inputs, int batchSize, int prefetch, int epoch, int firstStep, int steps) {
    this.inputs = inputs;
    this.batchSize = batchSize;
    this.prefetch = prefetch;
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
    return new RoundBatches(inputs, batchSize, prefetch, epochIndex, firstStepInEpoch, stepCount);
  }

  /**
   * The blocks that the round reads of a worker's.
   *
   * @param counts images of each of the worker's blocks
   */
  int[] blocks(int worker, int[] counts) {
    return order(worker, counts).blocks(firstStep * batchSize, steps * batchSize);
  }

  /**
   * The function from those blocks, in their order, to a worker's minibatches. A minibatch's arrays
   * are filled anew when the one after it has been asked for.
   *
   * @param counts images of each block of each worker
   */
  Function2<Integer, Iterator<PackedImages>, Iterator<DataSet>> of(int[][] counts) {
    return (worker, blocks) -> batches(worker, counts[worker], blocks);
  }

  private Iterator<DataSet> batches(int worker, int[] counts, Iterator<PackedImages> blocks) {
    PackedImages.Image[] drawn = drawn(worker, counts, blocks);
    Minibatches minibatches =
        new Minibatches(
            steps,
            prefetch,
            () -> new Minibatch(inputs, batchSize),
            (step, minibatch) -> {
              for (int i = 0; i < batchSize; i++) {
                minibatch.set(i, drawn[step * batchSize + i], epoch);
              }
              minibatch.send();
            });
    TaskCompletionListener end = task -> minibatches.close();
    TaskContext.get().addTaskCompletionListener(end);
    return minibatches;
  }

  /**
   * The round's images in their order. Of a block that comes from disk nothing else is kept: a heap
   * need not hold all blocks of a round at once.
   */
  private PackedImages.Image[] drawn(int worker, int[] counts, Iterator<PackedImages> blocks) {
    long[] places = order(worker, counts).images(firstStep * batchSize, steps * batchSize);
    Map<Integer, List<Integer>> byBlock = new HashMap<>();
    for (int i = 0; i < places.length; i++) {
      byBlock.computeIfAbsent((int) (places[i] >>> 32), block -> new ArrayList<>()).add(i);
    }
    PackedImages.Image[] drawn = new PackedImages.Image[places.length];
    for (int number : blocks(worker, counts)) {
      PackedImages block = blocks.next();
      for (int i : byBlock.getOrDefault(number, Collections.emptyList())) {
        drawn[i] = block.image((int) places[i]);
      }
    }
    if (blocks.hasNext()) {
      throw new IllegalStateException("More blocks than the round needs");
    }
    return drawn;
  }

  private EpochOrder order(int worker, int[] counts) {
    return new EpochOrder(inputs.seed(), epoch, worker, counts);
  }
}
