package org.hammingbird.spark.training;

import java.util.Collections;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.hammingbird.training.TrainingPlan;

/**
 * Trains a network by rounds of parameter averaging: each round sends the network to all workers,
 * lets each train its steps on minibatches made for this round, and averages what comes back.
 */
public final class DistributedTrainer {
  private final JavaSparkContext spark;
  private final TrainingSet images;
  private final RoundBatches batches;
  private final TrainingPlan plan;
  private final int threads;
  private final RoundMaster master;
  private final TrainingInputs inputs;
  private TrainingSet validation;

  private DistributedTrainer(
      JavaSparkContext spark,
      TrainingSet images,
      RoundBatches batches,
      TrainingPlan plan,
      TrainingInputs inputs,
      int threads) {
    this.spark = spark;
    this.images = images;
    this.batches = batches;
    this.plan = plan;
    this.inputs = inputs;
    this.threads = threads;
    this.master = new RoundMaster(plan.workers(), plan.batchSize(), plan.averagingFrequency());
  }

  /**
   * A trainer of networks on these images.
   *
   * @param plan for as many workers as share the images
   * @param inputs how images become minibatches
   * @param prefetch minibatches that each worker makes in advance, in a thread of its own; 0: none
   * @param threads native threads of each worker, at least 1
   */
  public static DistributedTrainer of(
      JavaSparkContext spark,
      TrainingSet images,
      TrainingPlan plan,
      TrainingInputs inputs,
      int prefetch,
      int threads) {
    RoundBatches batches = new RoundBatches(inputs, plan.batchSize(), prefetch);
    return new DistributedTrainer(spark, images, batches, plan, inputs, threads);
  }

  /** Measures the network on these images after every epoch. */
  public DistributedTrainer validating(TrainingSet on) {
    this.validation = on;
    return this;
  }

  /** Trains {@code network} in place, from its first step to its last. */
  public void train(MultiLayerNetwork network, TrainingListener listener) {
    train(network, 0, listener);
  }

  /**
   * Trains {@code network} in place.
   *
   * @param firstStep steps that were done before, whole epochs: the network and its updater are as
   *     they were then
   */
  public void train(MultiLayerNetwork network, int firstStep, TrainingListener listener) {
    try {
      rounds(network, firstStep, listener);
    } finally {
      spark.setJobDescription(null);
      IdleNetworks.clear();
    }
  }

  private void rounds(MultiLayerNetwork network, int firstStep, TrainingListener listener) {
    SparkDl4jMultiLayer distributed = new SparkDl4jMultiLayer(spark, network, master);
    Round rounds =
        Round.of(
            UUID.randomUUID().toString(),
            network.getLayerWiseConfigurations().toJson(),
            inputs.seed(),
            threads);
    long began = System.nanoTime();
    long epochBegan = began;
    Progress epochProgress = Progress.NONE;
    boolean goesOn = true;
    for (int step = firstStep; step < plan.steps() && goesOn; ) {
      int epoch = plan.epochOf(step);
      int steps = plan.stepsOfRound(step);
      describe(epoch, step);
      master.expect(rounds.at(step, epoch, plan.learningRate(step)));
      distributed.fit(images.round(batches.at(epoch, plan.stepInEpoch(step), steps)));
      step += steps;
      // DL4J counts an epoch a fit
      network.setIterationCount(step);
      network.setEpochCount(plan.epochOf(step));
      epochProgress = epochProgress.add(master.progress());
      listener.roundDone(step, master.progress(), master.secondsInNetworks(), seconds(began));
      if (plan.stepInEpoch(step) == 0 || step == plan.steps()) {
        double epochSeconds = seconds(epochBegan);
        Progress validated = validated(rounds, network);
        goesOn = listener.epochDone(epoch + 1, epochProgress, validated, epochSeconds, network);
        epochProgress = Progress.NONE;
        epochBegan = System.nanoTime();
      }
    }
  }

  private Progress validated(Round round, MultiLayerNetwork network) {
    if (validation == null) {
      return Progress.NONE;
    }
    Broadcast<Round> sent = spark.broadcast(round.from(NetworkState.of(network)));
    TrainingInputs plain = inputs.plain();
    int batchSize = plan.batchSize();
    try {
      return validation
          .all()
          .mapPartitions(
              images ->
                  Collections.singleton(
                          RoundWorker.validate(sent.value(), plain, batchSize, images))
                      .iterator())
          .collect()
          .stream()
          .reduce(Progress.NONE, Progress::add);
    } finally {
      sent.destroy();
      NetworkState.forget();
    }
  }

  private void describe(int epoch, int step) {
    spark.setJobDescription(
        String.format(
            "train: epoch %d of %d, step %d of %d", epoch + 1, plan.epochs(), step, plan.steps()));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
