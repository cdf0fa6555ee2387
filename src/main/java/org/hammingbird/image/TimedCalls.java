package org.hammingbird.image;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls in a thread of its own that the caller waits for only so long. Java cannot end a thread
 * that does not listen: one that is given up goes on as a daemon until its work ends. An idle
 * thread ends by itself, so nothing needs to be closed. Not thread-safe.
 */
final class TimedCalls {
  private static final long IDLE_SECONDS = 10;

  private ThreadPoolExecutor thread;

  /**
   * @throws TimeoutException where there is no result in time; the call has been given up
   * @throws ExecutionException with what the call threw
   * @throws InterruptedException where this thread is interrupted; the call has been given up
   */
  <T> T call(Callable<T> work, long nanos)
      throws TimeoutException, ExecutionException, InterruptedException {
    if (thread == null) {
      thread = start();
    }
    Future<T> result = thread.submit(work);
    boolean done = false;
    try {
      T value = result.get(nanos, TimeUnit.NANOSECONDS);
      done = true;
      return value;
    } catch (ExecutionException e) {
      done = true;
      throw e;
    } finally {
      if (!done) {
        thread.shutdownNow();
        thread = null;
      }
    }
  }

  private static ThreadPoolExecutor start() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TimedCalls::daemon);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "image decoder");
    thread.setDaemon(true);
    return thread;
  }
}
