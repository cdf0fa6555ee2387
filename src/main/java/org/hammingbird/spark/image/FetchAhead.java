package org.hammingbird.spark.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.hammingbird.image.ImageRejectedException;

/**
 * Fetches for the next items of a task while the task works on the one before, so that a store's
 * latency is paid once and not for each item. Answers in the order of the items; close it to end
 * its threads.
 *
 * <p>The larger what comes, the fewer are under way: by the mean so far, all together take {@value
 * #BYTES_IN_FLIGHT} bytes.
 *
 * @param <T> what is fetched for
 * @param <F> what is fetched
 */
final class FetchAhead<T, F> implements Iterator<FetchAhead.Fetched<T, F>>, AutoCloseable {
  private static final long BYTES_IN_FLIGHT = 64L << 20;

  /** Before any size is known. */
  private static final int AT_FIRST = 4;

  private final Iterator<T> items;
  private final Function<T, Callable<F>> fetch;
  private final ToLongFunction<F> bytes;
  private final int inFlight;
  private final ExecutorService threads;
  private final Deque<Fetched<T, F>> begun = new ArrayDeque<>();
  private final AtomicLong fetched = new AtomicLong();
  private final AtomicLong fetchedBytes = new AtomicLong();

  /**
   * @param fetch what is done for an item, in another thread
   * @param bytes how much memory takes what comes
   * @param inFlight how many at a time, at most; 0: each when it is asked for, in the asking
   *     thread, which is quickest where it costs less than handing it over
   */
  FetchAhead(
      Iterator<T> items, Function<T, Callable<F>> fetch, ToLongFunction<F> bytes, int inFlight) {
    this.items = items;
    this.fetch = fetch;
    this.bytes = bytes;
    this.inFlight = inFlight;
    this.threads =
        inFlight == 0 ? null : Executors.newFixedThreadPool(inFlight, FetchAhead::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "fetch-ahead");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean hasNext() {
    return !begun.isEmpty() || items.hasNext();
  }

  @Override
  public Fetched<T, F> next() {
    fill();
    if (begun.isEmpty()) {
      throw new NoSuchElementException();
    }
    Fetched<T, F> first = begun.remove();
    if (threads == null) {
      first.result.run();
    } else {
      fill();
    }
    return first;
  }

  private void fill() {
    while (begun.size() < wanted() && items.hasNext()) {
      T item = items.next();
      Callable<F> work = fetch.apply(item);
      FutureTask<F> result = new FutureTask<>(() -> counted(work.call()));
      begun.add(new Fetched<>(item, result));
      if (threads != null) {
        threads.execute(result);
      }
    }
  }

  private F counted(F result) {
    fetchedBytes.addAndGet(bytes.applyAsLong(result));
    fetched.incrementAndGet();
    return result;
  }

  private long wanted() {
    long known = fetched.get();
    long fit = known == 0 ? AT_FIRST : BYTES_IN_FLIGHT * known / Math.max(1, fetchedBytes.get());
    return Math.max(1, Math.min(inFlight, fit));
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** An item and what is fetched for it, which may still be on its way. */
  static final class Fetched<T, F> {
    private final T item;
    private final FutureTask<F> result;

    private Fetched(T item, FutureTask<F> result) {
      this.item = item;
      this.result = result;
    }

    T item() {
      return item;
    }

    /**
     * What was fetched, as soon as it is there.
     *
     * @throws ImageRejectedException where it cannot be had
     */
    F result() throws ImageRejectedException {
      try {
        return result.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ImageRejectedException) {
          throw (ImageRejectedException) e.getCause();
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        // the task is being ended
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while fetching", e);
      }
    }
  }
}
