package org.hammingbird.image;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Pixels that all threads of this JVM may hold decoded at once. A large image waits until others
 * have been let go, first come, first served: else small ones would pass a large one for ever. One
 * larger than the whole budget has it all. Small images are not counted: what they hold is bounded
 * by the number of threads.
 */
final class PixelBudget {
  /** Images up to this many pixels are not counted. */
  static final long SMALL = 1 << 16;

  /** One for each size: whoever names the same size shares it. */
  private static final Map<Long, PixelBudget> OF_JVM = new ConcurrentHashMap<>();

  private final long most;
  private final Claim nothing = new Claim(0);
  private final Queue<Object> waiting = new ArrayDeque<>();
  private long free;

  /** How often room has been given back. */
  private long releases;

  /** Claims that a thread still holds which has been given up. */
  private int abandoned;

  PixelBudget(long pixels) {
    this.most = pixels;
    this.free = pixels;
  }

  /** The budget of that size that all decoders of the JVM share. */
  static PixelBudget ofJvm(long pixels) {
    return OF_JVM.computeIfAbsent(pixels, PixelBudget::new);
  }

  /**
   * Waits until there is room for so many pixels, however long others use theirs: whether an image
   * is rejected does not depend on what is decoded beside it. Only images that were given up, and
   * that nobody can end, are not waited for longer than {@code seconds} in which no room is given
   * back.
   *
   * @throws ImageRejectedException as a timeout
   * @throws InterruptedException while waiting
   */
  Claim claim(long pixels, int seconds) throws ImageRejectedException, InterruptedException {
    return pixels <= SMALL ? nothing : waited(pixels, seconds);
  }

  private synchronized Claim waited(long pixels, int seconds)
      throws ImageRejectedException, InterruptedException {
    long wanted = Math.min(most, pixels);
    long patience = TimeUnit.SECONDS.toNanos(seconds);
    Object ticket = new Object();
    waiting.add(ticket);
    try {
      long seen = releases;
      long end = System.nanoTime() + patience;
      while (waiting.peek() != ticket || free < wanted) {
        long left = end - System.nanoTime();
        if (left <= 0 && releases == seen && abandoned > 0) {
          throw new ImageRejectedException(
              RejectCause.TIMEOUT,
              String.format(
                  "Waited %d s for room for %d pixels beside images whose decoding was given up and has not ended",
                  seconds, pixels));
        }
        if (left <= 0 || releases != seen) {
          seen = releases;
          left = patience;
          end = System.nanoTime() + patience;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      free -= wanted;
      return new Claim(wanted);
    } finally {
      waiting.remove(ticket);
      notifyAll();
    }
  }

  private synchronized void release(long pixels) {
    free += pixels;
    releases++;
    notifyAll();
  }

  /** Room for an image, given back when nobody uses it any more. */
  final class Claim {
    /** 0 where it is not counted. */
    private final long pixels;

    private boolean owned = true;
    private boolean decoding;

    private Claim(long pixels) {
      this.pixels = pixels;
    }

    /**
     * Holds the room for a thread that decodes for the owner, until it calls {@link #end}.
     *
     * @return false where the owner has left already
     */
    boolean begin() {
      if (pixels == 0) {
        return true;
      }
      synchronized (PixelBudget.this) {
        decoding = owned;
        return decoding;
      }
    }

    void end() {
      if (pixels == 0) {
        return;
      }
      synchronized (PixelBudget.this) {
        decoding = false;
        if (!owned) {
          abandoned--;
          release(pixels);
        }
      }
    }

    /** Called by the owner, once; a thread that still decodes has been given up then. */
    void leave() {
      if (pixels == 0) {
        return;
      }
      synchronized (PixelBudget.this) {
        owned = false;
        if (decoding) {
          abandoned++;
        } else {
          release(pixels);
        }
      }
    }
  }
}
