package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pieces of a stage's work done at the same time: much of a commit is waiting, for the planner, for
 * the last task, for the file system, in which other commits can go on.
 */
final class Together {
  private Together() {}

  /**
   * Does all of it, and comes back when everything has ended.
   *
   * @throws RuntimeException the first failure, after the end of the others
   */
  static void run(Runnable... works) {
    // threads of its own, so that they inherit Spark's description of the work
    ExecutorService threads = Executors.newFixedThreadPool(works.length);
    try {
      List<Future<?>> begun = new ArrayList<>();
      for (Runnable work : works) {
        begun.add(threads.submit(work));
      }
      RuntimeException failure = null;
      for (Future<?> work : begun) {
        try {
          work.get();
        } catch (ExecutionException e) {
          if (failure == null) {
            failure = asUnchecked(e.getCause());
          } else {
            failure.addSuppressed(e.getCause());
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while writing", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static RuntimeException asUnchecked(Throwable cause) {
    return cause instanceof RuntimeException
        ? (RuntimeException) cause
        : new IllegalStateException(cause);
  }
}
