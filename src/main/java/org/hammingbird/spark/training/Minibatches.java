package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The minibatches of a worker's round, made in a thread beside the one that trains them, in a ring
 * of arrays that are used again: the one that {@link #next} gave is filled anew after the next
 * call.
 */
final class Minibatches implements Iterator<DataSet>, AutoCloseable {
  /** Fills a minibatch. */
  interface Maker {
    void make(int step, Minibatch minibatch);
  }

  private final int steps;
  private final Maker maker;
  private final List<Minibatch> ring = new ArrayList<>();
  private final BlockingQueue<Minibatch> free;
  private final BlockingQueue<Object> ready;
  private final Thread thread;
  private Minibatch current;
  private int given;
  private boolean closed;

  /**
   * @param ahead minibatches made in advance; 0: each is made when it is asked for
   */
  Minibatches(int steps, int ahead, Supplier<Minibatch> arrays, Maker maker) {
    this.steps = steps;
    this.maker = maker;
    int size = Math.min(steps, ahead + 1);
    this.free = new ArrayBlockingQueue<>(Math.max(1, size));
    // one more for what went wrong
    this.ready = new ArrayBlockingQueue<>(size + 1);
    for (int i = 0; i < size; i++) {
      ring.add(arrays.get());
    }
    free.addAll(ring);
    this.thread = ahead == 0 ? null : new Thread(this::makeAll, "minibatches");
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public boolean hasNext() {
    return given < steps;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (current != null) {
      free.add(current);
    }
    current = thread == null ? made() : taken();
    given++;
    return current.dataSet();
  }

  /** Ends the thread and frees the arrays. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (thread != null) {
      thread.interrupt();
      join();
    }
    ring.forEach(Minibatch::close);
  }

  private Minibatch made() {
    Minibatch minibatch = free.remove();
    maker.make(given, minibatch);
    return minibatch;
  }

  private Minibatch taken() {
    try {
      Object taken = ready.take();
      if (taken instanceof Throwable) {
        throw new IllegalStateException("A minibatch could not be made", (Throwable) taken);
      }
      return (Minibatch) taken;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void makeAll() {
    try {
      for (int step = 0; step < steps; step++) {
        Minibatch minibatch = free.take();
        maker.make(step, minibatch);
        ready.put(minibatch);
      }
    } catch (InterruptedException e) {
      // closed: nobody waits for the rest
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      ready.add(e);
    }
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while minibatches were made", e);
  }
}
