package org.hammingbird.spark.training;

import java.io.Serializable;

/** What every worker is sent when a round begins. Immutable. */
final class Round implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String training;
  private final String configuration;
  private final NetworkState state;
  private final int step;
  private final int epoch;
  private final double learningRate;
  private final long seed;
  private final int threads;

  private Round(
      String training,
      String configuration,
      NetworkState state,
      int step,
      int epoch,
      double learningRate,
      long seed,
      int threads) {
    this.training = training;
    this.configuration = configuration;
    this.state = state;
    this.step = step;
    this.epoch = epoch;
    this.learningRate = learningRate;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * The rounds of a training, none yet.
   *
   * @param training a name that no other training has
   * @param configuration of the network, as JSON
   * @param seed of what layers do at random
   * @param threads native threads of each worker
   */
  static Round of(String training, String configuration, long seed, int threads) {
    return new Round(training, configuration, null, 0, 0, 0, seed, threads);
  }

  /** The round that begins at a step. */
  Round at(int firstStep, int epochIndex, double rate) {
    return new Round(training, configuration, null, firstStep, epochIndex, rate, seed, threads);
  }

  /** The same round from this state of the network on. */
  Round from(NetworkState current) {
    return new Round(training, configuration, current, step, epoch, learningRate, seed, threads);
  }

  String training() {
    return training;
  }

  String configuration() {
    return configuration;
  }

  NetworkState state() {
    return state;
  }

  /** Steps that were done before. */
  int step() {
    return step;
  }

  /** From 0. */
  int epoch() {
    return epoch;
  }

  double learningRate() {
    return learningRate;
  }

  long seed() {
    return seed;
  }

  int threads() {
    return threads;
  }
}
