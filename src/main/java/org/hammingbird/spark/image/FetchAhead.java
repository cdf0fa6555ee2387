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
import java.util.function.Function;
import org.hammingbird.image.ImageRejectedException;

/**
 * Fetches the next few files of a task while the task works on the one before, so that a store's
 * latency is paid once and not for each file. Answers in the order of the items; close it to end
 * its threads.
 *
 * @param <T> what a file is fetched for
 */
public final class FetchAhead<T> implements Iterator<FetchAhead.Fetched<T>>, AutoCloseable {
  private final Iterator<T> items;
  private final Function<T, Callable<FetchedFile>> fetch;
  private final int inFlight;
  private final ExecutorService threads;
  private final Deque<Fetched<T>> begun = new ArrayDeque<>();

  /**
   * @param fetch what is done for an item, in another thread
   * @param inFlight how many at a time; 0: each when it is asked for, in the asking thread, which
   *     is quickest where a file costs less than handing it over
   */
  public FetchAhead(Iterator<T> items, Function<T, Callable<FetchedFile>> fetch, int inFlight) {
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
  public Fetched<T> next() {
    fill();
    if (begun.isEmpty()) {
      throw new NoSuchElementException();
    }
    Fetched<T> first = begun.remove();
    if (threads == null) {
      first.file.run();
    } else {
      fill();
    }
    return first;
  }

  private void fill() {
    while (begun.size() < Math.max(1, inFlight) && items.hasNext()) {
      T item = items.next();
      FutureTask<FetchedFile> file = new FutureTask<>(fetch.apply(item));
      begun.add(new Fetched<>(item, file));
      if (threads != null) {
        threads.execute(file);
      }
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** An item and its file, which may still be on its way. */
  public static final class Fetched<T> {
    private final T item;
    private final FutureTask<FetchedFile> file;

    private Fetched(T item, FutureTask<FetchedFile> file) {
      this.item = item;
      this.file = file;
    }

    public T item() {
      return item;
    }

    /**
     * The file, as soon as it is there.
     *
     * @throws ImageRejectedException where it cannot be had
     */
    public FetchedFile file() throws ImageRejectedException {
      try {
        return file.get();
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
