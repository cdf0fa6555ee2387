package org.hammingbird.spark.training;

import java.util.Collections;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;

/**
 * DL4J's parameter averaging for data that exists for one round only. Stock, it would count the RDD
 * before each {@code fit}, which makes every minibatch twice, persist it, which freezes the
 * augmentation, split it by filtering, and leave each round's broadcast to the garbage collector.
 * Here the caller says how many minibatches there are, nothing is persisted, one {@code fit} is one
 * round, and its broadcast is freed afterwards. Updater state is averaged like parameters, among
 * which are batch normalisation's means and variances.
 */
final class RoundMaster extends ParameterAveragingTrainingMaster {
  private final RoundProgress progress;
  private final int prefetch;
  private int minibatches;
  private transient Broadcast<NetBroadcastTuple> sent;

  /**
   * @param averagingFrequency the most steps that a round may have
   * @param prefetch minibatches that each worker makes in advance, in a thread of its own; 0: none
   */
  RoundMaster(
      int workers, int batchSize, int averagingFrequency, int prefetch, RoundProgress progress) {
    super(
        new ParameterAveragingTrainingMaster.Builder(workers, batchSize)
            .batchSizePerWorker(batchSize)
            .averagingFrequency(averagingFrequency)
            .workerPrefetchNumBatches(prefetch)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(null)
            .repartionData(Repartition.Never)
            .saveUpdater(true));
    this.prefetch = prefetch;
    this.progress = progress;
  }

  /** Says how many minibatches the next round's RDD has, over all workers. */
  void expect(int count) {
    this.minibatches = count;
  }

  /** Frees the network that the last round sent. */
  void release() {
    if (sent != null) {
      sent.destroy();
      sent = null;
    }
  }

  @Override
  protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
      JavaRDDLike<T, R> trainingData) {
    return minibatches;
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    MultiLayerNetwork current = network.getNetwork();
    sent =
        network
            .getSparkContext()
            .broadcast(
                new NetBroadcastTuple(
                    current.getLayerWiseConfigurations(),
                    current.params(),
                    current.getUpdater().getStateViewArray()));
    WorkerConfiguration configuration =
        new WorkerConfiguration(
            false, batchSizePerWorker, batchSizePerWorker, averagingFrequency, prefetch, false);
    return new ParameterAveragingTrainingWorker(
        sent, saveUpdater, configuration, null, Collections.singletonList(progress), null);
  }
}
