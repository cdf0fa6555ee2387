package org.hammingbird.image;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pixels that all threads of this JVM may hold decoded at once. A large image waits until others
 * have been let go; one larger than the whole budget has it all. Small images are not counted: what
 * they hold is bounded by the number of threads.
 */
final class PixelBudget {
  /** Images up to this many pixels are not counted. */
  static final long SMALL = 1 << 16;

  private static final int PIXELS_A_PERMIT = 1 << 12;
  private static final Claim NOTHING = new Claim(null, 0);

  /** One for each size: whoever names the same size shares it. */
  private static final Map<Long, PixelBudget> OF_JVM = new ConcurrentHashMap<>();

  private final int most;
  private final Semaphore permits;

  PixelBudget(long pixels) {
    this.most = permits(pixels);
    // first come, first served: else small ones would pass a large one for ever
    this.permits = new Semaphore(most, true);
  }

  /** The budget of that size that all decoders of the JVM share. */
  static PixelBudget ofJvm(long pixels) {
    return OF_JVM.computeIfAbsent(pixels, PixelBudget::new);
  }

  private static int permits(long pixels) {
    return (int) Math.max(1, (pixels + PIXELS_A_PERMIT - 1) / PIXELS_A_PERMIT);
  }

  /**
   * Waits until there is room for so many pixels.
   *
   * @param seconds the longest wait
   * @throws ImageRejectedException as a timeout
   * @throws InterruptedException while waiting
   */
  Claim claim(long pixels, int seconds) throws ImageRejectedException, InterruptedException {
    if (pixels <= SMALL) {
      return NOTHING;
    }
    int wanted = Math.min(most, permits(pixels));
    if (!permits.tryAcquire(wanted, seconds, TimeUnit.SECONDS)) {
      throw new ImageRejectedException(
          RejectCause.TIMEOUT,
          String.format(
              "Waited %d s for room for %d pixels beside the images that others hold decoded",
              seconds, pixels));
    }
    return new Claim(permits, wanted);
  }

  /** Room for an image, given back when the last of its holders leaves it. */
  static final class Claim {
    private final Semaphore permits;
    private final int count;
    private final AtomicInteger holders = new AtomicInteger(1);

    private Claim(Semaphore permits, int count) {
      this.permits = permits;
      this.count = count;
    }

    /** One more holder. */
    void join() {
      if (permits != null) {
        holders.incrementAndGet();
      }
    }

    void leave() {
      if (permits != null && holders.decrementAndGet() == 0) {
        permits.release(count);
      }
    }
  }
}
