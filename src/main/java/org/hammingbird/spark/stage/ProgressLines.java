package org.hammingbird.spark.stage;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says every few seconds how far a long piece of work has come: "hash images: 40,000 of 50,000
 * (1,234/s, 8 s left)".
 */
final class ProgressLines implements AutoCloseable {
  private static final long SECONDS_BETWEEN = 5;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final PrintStream out;
  private final String what;
  private final long total;
  private final LongSupplier done;
  private final long started = System.nanoTime();
  private boolean finished;

  private ProgressLines(PrintStream out, String what, long total, LongSupplier done) {
    this.out = out;
    this.what = what;
    this.total = total;
    this.done = done;
  }

  /**
   * Begins to report.
   *
   * @param done how much of {@code total} is done; asked from another thread
   */
  static ProgressLines start(PrintStream out, String what, long total, LongSupplier done) {
    ProgressLines progress = new ProgressLines(out, what, total, done);
    progress.timer.scheduleAtFixedRate(
        progress::print, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    return progress;
  }

  private void print() {
    long now = done.getAsLong();
    if (now < total) {
      out.println(line(what, now, total, (System.nanoTime() - started) / 1e9));
    } else if (!finished) {
      finished = true;
      out.printf("%s: all %,d; writing what was found%n", what, total);
    }
  }

  /** One report; a retried task may count twice, which is not shown. */
  static String line(String what, long done, long total, double seconds) {
    long shown = Math.min(done, total);
    if (shown == 0) {
      return String.format("%s: 0 of %,d", what, total);
    }
    double rate = shown / seconds;
    return String.format(
        "%s: %,d of %,d (%,.0f/s, %.0f s left)", what, shown, total, rate, (total - shown) / rate);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
