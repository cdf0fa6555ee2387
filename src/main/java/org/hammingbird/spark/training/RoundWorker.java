package org.hammingbird.spark.training;

import java.util.Iterator;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.image.Augmentation;
import org.hammingbird.training.Matrices;
import org.hammingbird.training.Natives;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A worker's network with all that its layers set up, which the executor keeps from round to round.
 * A round overwrites whatever a round before may have left, so that it does not matter which of an
 * executor's networks a worker is given.
 */
final class RoundWorker {
  private static final double LEAST_PROBABILITY = 1e-12;

  private final String training;
  private final MultiLayerNetwork network;
  private final boolean made;
  private final RoundListener listener = new RoundListener();

  private RoundWorker(Round round) {
    Optional<MultiLayerNetwork> kept = IdleNetworks.take(round.training());
    this.training = round.training();
    this.made = !kept.isPresent();
    this.network = kept.orElseGet(() -> made(round));
    network.setListeners(listener);
  }

  private static MultiLayerNetwork made(Round round) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(round.configuration()));
    network.init();
    return network;
  }

  /** Trains one worker's part of a round in this thread. */
  static WorkerResult train(Round round, int worker, Iterator<DataSet> minibatches) {
    Natives.use(round.threads());
    RoundWorker taken = new RoundWorker(round);
    WorkerResult result = taken.fit(round, worker, minibatches);
    // not reached by one that failed: nobody knows what state it is in
    taken.giveBack();
    return result;
  }

  /** Loss and hits of one worker's part of the images, not changed, of which none is learned. */
  static Progress validate(
      Round round, TrainingInputs inputs, int batchSize, Iterator<PackedImages> images) {
    Natives.use(round.threads());
    RoundWorker taken = new RoundWorker(round);
    round.state().into(taken.network);
    Progress progress = Progress.NONE;
    while (images.hasNext()) {
      PackedImages block = images.next();
      for (int from = 0; from < block.size(); from += batchSize) {
        int count = Math.min(batchSize, block.size() - from);
        try (Minibatch minibatch = new Minibatch(inputs, count)) {
          for (int i = 0; i < count; i++) {
            minibatch.set(i, block.image(from + i), 0);
          }
          minibatch.send();
          progress = progress.add(taken.validated(minibatch.dataSet()));
        }
      }
    }
    taken.giveBack();
    return progress;
  }

  /** Logarithms of probabilities are logits. */
  private Progress validated(DataSet minibatch) {
    try (INDArray output = network.output(minibatch.getFeatures())) {
      float[][] logits = Matrices.rows(output);
      for (float[] image : logits) {
        for (int i = 0; i < image.length; i++) {
          image[i] = (float) Math.log(Math.max(image[i], LEAST_PROBABILITY));
        }
      }
      return Progress.of(logits, Matrices.rows(minibatch.getLabels()));
    }
  }

  private WorkerResult fit(Round round, int worker, Iterator<DataSet> minibatches) {
    round.state().into(network);
    network.setIterationCount(round.step());
    network.setEpochCount(round.epoch());
    setLearningRate(round.learningRate());
    Nd4j.getRandom().setSeed(Augmentation.seed(round.seed(), round.step(), worker));
    listener.take();
    long nanoseconds = 0;
    while (minibatches.hasNext()) {
      DataSet minibatch = minibatches.next();
      long began = System.nanoTime();
      network.fit(minibatch);
      nanoseconds += System.nanoTime() - began;
    }
    return new WorkerResult(NetworkState.of(network), listener.take(), nanoseconds);
  }

  /**
   * DL4J's own way makes a new updater each time and leaves the old one's native memory to the
   * garbage collector. Updaters read their rate at every step from the objects that are changed
   * here.
   */
  private void setLearningRate(double rate) {
    for (int i = 0; i < network.getnLayers(); i++) {
      if (network.getLayer(i).conf().getLayer() instanceof BaseLayer) {
        BaseLayer layer = (BaseLayer) network.getLayer(i).conf().getLayer();
        setLearningRate(layer.getIUpdater(), rate);
        setLearningRate(layer.getBiasUpdater(), rate);
      }
    }
  }

  private static void setLearningRate(IUpdater updater, double rate) {
    if (updater != null && updater.hasLearningRate()) {
      updater.setLrAndSchedule(rate, null);
    }
  }

  private void giveBack() {
    if (made) {
      WorkerNatives.log(network);
    }
    IdleNetworks.giveBack(training, network);
  }
}
