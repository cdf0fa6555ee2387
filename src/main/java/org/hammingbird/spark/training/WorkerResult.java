package org.hammingbird.spark.training;

import java.io.Serializable;

/** What a worker sends back when its round is done. Immutable. */
final class WorkerResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final NetworkState state;
  private final Progress progress;
  private final long nanoseconds;

  WorkerResult(NetworkState state, Progress progress, long nanoseconds) {
    this.state = state;
    this.progress = progress;
    this.nanoseconds = nanoseconds;
  }

  NetworkState state() {
    return state;
  }

  Progress progress() {
    return progress;
  }

  /** Spent in the network's own training. */
  long nanoseconds() {
    return nanoseconds;
  }
}
