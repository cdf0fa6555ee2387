package org.hammingbird.spark.training;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's parameter averaging where one {@code fit} is one round, on minibatches that exist for that
 * round only. Stock, it would count the RDD before each {@code fit}, which makes every minibatch
 * twice, persist it, which freezes the augmentation, split it by filtering, start every worker's
 * network anew, and add up results in the order in which they arrive, which changes the last bits
 * from run to run. Here each partition of the RDD is a worker's round, its network is kept by the
 * executor, and the mean is taken in the order of the workers. Updater state is averaged like
 * parameters, among which are batch normalisation's means and variances.
 */
final class RoundMaster extends ParameterAveragingTrainingMaster {
  private Round next;
  private Progress progress = Progress.NONE;
  private long nanoseconds;

  RoundMaster(int workers, int batchSize, int averagingFrequency) {
    super(
        new ParameterAveragingTrainingMaster.Builder(workers, batchSize)
            .batchSizePerWorker(batchSize)
            .averagingFrequency(averagingFrequency)
            .storageLevel(null)
            .saveUpdater(true));
  }

  /** Says which round the next {@code fit} is. */
  void expect(Round round) {
    this.next = round;
  }

  /** Loss and hits of the last round. */
  Progress progress() {
    return progress;
  }

  /** Time that the last round's workers spent on average in their networks' own training. */
  double secondsInNetworks() {
    return nanoseconds / 1e9 / numWorkers;
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> minibatches) {
    Broadcast<Round> sent =
        network.getSparkContext().broadcast(next.from(NetworkState.of(network.getNetwork())));
    try {
      List<WorkerResult> results =
          minibatches.mapPartitionsWithIndex(training(sent), true).collect();
      NetworkState.mean(results.stream().map(WorkerResult::state).collect(Collectors.toList()))
          .into(network.getNetwork());
      progress = results.stream().map(WorkerResult::progress).reduce(Progress.NONE, Progress::add);
      nanoseconds = results.stream().mapToLong(WorkerResult::nanoseconds).sum();
    } finally {
      sent.destroy();
      NetworkState.forget();
    }
  }

  private static Function2<Integer, Iterator<DataSet>, Iterator<WorkerResult>> training(
      Broadcast<Round> round) {
    return (worker, minibatches) ->
        Collections.singleton(RoundWorker.train(round.value(), worker, minibatches)).iterator();
  }
}
