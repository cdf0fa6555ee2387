package org.hammingbird.spark.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.hammingbird.image.ImageRejectedException;

/**
 * Fetches for the next items of a task while the task works on the one before, so that a store's
 * latency is paid once and not for each item. Answers in the order of the items; close it to end
 * its threads.
 *
 * <p>What is under way, has come, and is in use takes {@value #MOST_BYTES} bytes together, or one
 * item more: each fetch asks for {@link Room} before it takes memory, and waits where others have
 * it all, unless its item is the next in turn.
 *
 * @param <T> what is fetched for
 * @param <F> what is fetched
 */
final class FetchAhead<T, F> implements Iterator<FetchAhead.Fetched<T, F>>, AutoCloseable {
  static final long MOST_BYTES = 64L << 20;

  private final Iterator<T> items;
  private final Fetch<T, F> fetch;
  private final int inFlight;
  private final ExecutorService threads;
  private final Deque<Fetched<T, F>> begun = new ArrayDeque<>();

  /** Guards all rooms, and is told when one is given back. */
  private final Object rooms = new Object();

  private long taken;
  private Fetched<T, F> inTurn;

  /**
   * @param fetch what is done for an item, in another thread
   * @param inFlight how many at a time, at most; 0: each when it is asked for, in the asking
   *     thread, which is quickest where it costs less than handing it over
   */
  FetchAhead(Iterator<T> items, Fetch<T, F> fetch, int inFlight) {
    this.items = items;
    this.fetch = fetch;
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
    itsTurn(first);
    if (threads == null) {
      first.result.run();
    } else {
      fill();
    }
    return first;
  }

  private void fill() {
    while (begun.size() < Math.max(1, inFlight) && items.hasNext()) {
      Fetched<T, F> next = new Fetched<>(items.next());
      next.result = new FutureTask<>(() -> fetch.run(next.item, bytes -> take(next, bytes)));
      begun.add(next);
      if (threads != null) {
        threads.execute(next.result);
      }
    }
  }

  /** The item before is not in use any more, and this one must not wait for those behind it. */
  private void itsTurn(Fetched<T, F> next) {
    synchronized (rooms) {
      if (inTurn != null) {
        taken -= inTurn.bytes;
      }
      inTurn = next;
      rooms.notifyAll();
    }
  }

  private void take(Fetched<T, F> fetched, long bytes) throws InterruptedException {
    synchronized (rooms) {
      // it asks again where it begins again
      taken -= fetched.bytes;
      fetched.bytes = 0;
      while (fetched != inTurn && taken + bytes > MOST_BYTES) {
        rooms.wait();
      }
      fetched.bytes = bytes;
      taken += bytes;
    }
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
    private FutureTask<F> result;
    private long bytes;

    private Fetched(T item) {
      this.item = item;
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

  /** Fetches for an item. */
  interface Fetch<T, F> {
    F run(T item, Room room) throws Exception;
  }

  /** Where a fetch asks for memory. */
  interface Room {
    /**
     * Waits until so much may be taken for the item.
     *
     * @throws InterruptedException where the task is being ended
     */
    void take(long bytes) throws InterruptedException;
  }
}
