package org.hammingbird.spark.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hammingbird.image.Augmentation;

/**
 * The order in which one worker goes through its images in one epoch. Its blocks are put in a
 * random order, and the images of each {@value #WINDOW} blocks that follow one another are mixed:
 * every image comes once, and a round needs few blocks however many there are. A share of up to
 * {@value #WINDOW} blocks is mixed as a whole; images are dealt to blocks at random anyway. It
 * depends on seed, epoch, worker and the blocks' sizes only.
 */
final class EpochOrder {
  /** Blocks whose images are mixed. */
  static final int WINDOW = 32;

  private final long seed;
  private final int[] counts;
  private final int[] blocks;

  /**
   * @param counts images of each of the worker's blocks
   */
  EpochOrder(long seed, int epoch, int worker, int[] counts) {
    this.seed = Augmentation.seed(seed, epoch, ~worker);
    this.counts = counts;
    this.blocks = permutation(this.seed, counts.length);
  }

  /** Blocks that hold the images from one place in the order on, in the order of their windows. */
  int[] blocks(int from, int images) {
    IntStream.Builder needed = IntStream.builder();
    int begin = 0;
    for (int window = 0; window < blocks.length && begin < from + images; window += WINDOW) {
      int end = begin + size(window);
      if (end > from) {
        Arrays.stream(window(window)).forEach(needed);
      }
      begin = end;
    }
    return needed.build().toArray();
  }

  /**
   * The images from one place in the order on.
   *
   * @return for each its block in the upper and its place in the block in the lower 32 bits
   */
  long[] images(int from, int images) {
    long[] found = new long[images];
    int begin = 0;
    for (int window = 0; window < blocks.length && begin < from + images; window += WINDOW) {
      int end = begin + size(window);
      if (end > from) {
        long[] mixed = mixed(window, end - begin);
        int first = Math.max(from, begin);
        int last = Math.min(from + images, end);
        System.arraycopy(mixed, first - begin, found, first - from, last - first);
      }
      begin = end;
    }
    return found;
  }

  private long[] mixed(int window, int size) {
    long[] places = new long[size];
    int filled = 0;
    for (int block : window(window)) {
      for (int i = 0; i < counts[block]; i++) {
        places[filled++] = (long) block << 32 | i;
      }
    }
    int[] order = permutation(Augmentation.seed(seed, window, size), size);
    return Arrays.stream(order).mapToLong(place -> places[place]).toArray();
  }

  private int size(int window) {
    return Arrays.stream(window(window)).map(block -> counts[block]).sum();
  }

  private int[] window(int first) {
    return Arrays.copyOfRange(blocks, first, Math.min(first + WINDOW, blocks.length));
  }

  private static int[] permutation(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] permutation = new int[length];
    for (int i = 0; i < length; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }
}
