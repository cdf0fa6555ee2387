package org.hammingbird.spark.training;

import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.util.NetworkUtils;
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
  private final RoundProgress progress;
  private final RoundMaster master;

  private DistributedTrainer(
      JavaSparkContext spark,
      TrainingSet images,
      RoundBatches batches,
      TrainingPlan plan,
      int prefetch) {
    this.spark = spark;
    this.images = images;
    this.batches = batches;
    this.plan = plan;
    this.progress = new RoundProgress(spark.sc());
    this.master =
        new RoundMaster(
            plan.workers(), plan.batchSize(), plan.averagingFrequency(), prefetch, progress);
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
    RoundBatches batches = new RoundBatches(inputs, plan.batchSize(), threads);
    return new DistributedTrainer(spark, images, batches, plan, prefetch);
  }

  /** Trains {@code network} in place. */
  public void train(MultiLayerNetwork network, TrainingListener listener) {
    SparkDl4jMultiLayer distributed = new SparkDl4jMultiLayer(spark, network, master);
    long began = System.nanoTime();
    long epochBegan = began;
    Progress epochProgress = Progress.NONE;
    progress.take();
    for (int step = 0; step < plan.steps(); ) {
      int epoch = plan.epochOf(step);
      int steps = plan.stepsOfRound(step);
      spark.setJobDescription(
          String.format(
              "train: epoch %d of %d, step %d of %d",
              epoch + 1, plan.epochs(), step, plan.steps()));
      round(distributed, step, steps);
      step += steps;
      // DL4J counts the averaging frequency a round, and an epoch a fit
      network.setIterationCount(step);
      network.setEpochCount(plan.epochOf(step));
      Progress done = progress.take();
      epochProgress = epochProgress.add(done);
      listener.roundDone(step, done, seconds(began));
      if (plan.stepInEpoch(step) == 0 || step == plan.steps()) {
        listener.epochDone(epoch + 1, epochProgress, seconds(epochBegan), network);
        epochProgress = Progress.NONE;
        epochBegan = System.nanoTime();
      }
    }
    spark.setJobDescription(null);
  }

  private void round(SparkDl4jMultiLayer distributed, int step, int steps) {
    NetworkUtils.setLearningRate(distributed.getNetwork(), plan.learningRate(step));
    master.expect(steps * images.workers());
    try {
      distributed.fit(images.round(batches.at(plan.epochOf(step), plan.stepInEpoch(step), steps)));
    } finally {
      master.release();
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
