package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Joins a stripe of one band with itself and all that comes after it. For each bucket the
 * neighbouring buckets with a greater number are gathered into a tile that the kernel compares with
 * the bucket's own hashes, so each pair of buckets meets once. Not for use by several threads.
 */
final class BandJoin {
  private final DistinctHashes hashes;
  private final BandPlan plan;
  private final int band;
  private final BandLayout layout;
  private final int[] differences;
  private final PairConsumer consumer;

  private final int[] low = new int[HammingKernel.TILE];
  private final int[] high = new int[HammingKernel.TILE];
  private final int[] marks = new int[HammingKernel.TILE];
  // where each gathered piece begins in the tile and in the layout
  private final int[] pieceInTile = new int[HammingKernel.TILE];
  private final int[] pieceInLayout = new int[HammingKernel.TILE];
  private int pieces;
  private int length;

  BandJoin(
      DistinctHashes hashes, BandPlan plan, int band, BandLayout layout, PairConsumer consumer) {
    this.hashes = hashes;
    this.plan = plan;
    this.band = band;
    this.layout = layout;
    this.consumer = consumer;
    this.differences = differences(plan.band(band).bits(), plan.flips(band));
  }

  /** All numbers of up to {@code bits} bits with 1 to {@code flips} bits set. */
  static int[] differences(int bits, int flips) {
    double size = 0;
    for (int i = 1; i <= flips; i++) {
      size += BandSpectrum.binomial(bits, i);
    }
    int[] found = new int[(int) size];
    int count = 0;
    for (int set = 1; set <= flips; set++) {
      int end = 1 << bits;
      // Gosper's hack: the next number with as many bits set
      for (int value = (1 << set) - 1; value < end && set <= bits; ) {
        found[count++] = value;
        int lowest = value & -value;
        int ripple = value + lowest;
        value = ripple | ((value ^ ripple) >>> 2) / lowest;
      }
    }
    return found;
  }

  /** Joins the hashes at the places {@code from} to {@code to}, exclusive, of the layout. */
  void join(int from, int to) {
    int place = from;
    while (place < to) {
      int bucket = plan.band(band).bucket(layout.value(place));
      int end = Math.min(to, layout.start(bucket + 1));
      joinBucket(bucket, place, end);
      place = end;
    }
  }

  private void joinBucket(int bucket, int first, int last) {
    gather(first, layout.start(bucket + 1), first, last);
    for (int difference : differences) {
      int other = bucket ^ difference;
      if (other > bucket) {
        int start = layout.start(other);
        int end = layout.start(other + 1);
        if (start < end) {
          gather(start, end, first, last);
        }
      }
    }
    compare(first, last);
  }

  private void gather(int start, int end, int first, int last) {
    while (start < end) {
      int count = Math.min(end - start, HammingKernel.TILE - length);
      if (count < 8) {
        for (int i = 0; i < count; i++) {
          low[length + i] = layout.low()[start + i];
          high[length + i] = layout.high()[start + i];
        }
      } else {
        System.arraycopy(layout.low(), start, low, length, count);
        System.arraycopy(layout.high(), start, high, length, count);
      }
      pieceInTile[pieces] = length;
      pieceInLayout[pieces++] = start;
      length += count;
      start += count;
      if (length == HammingKernel.TILE) {
        compare(first, last);
      }
    }
  }

  private void compare(int first, int last) {
    for (int start = first; start < last; start += HammingKernel.BLOCK) {
      int end = Math.min(start + HammingKernel.BLOCK, last);
      Arrays.fill(marks, 0, length, 0);
      for (int i = start; i < end; i++) {
        HammingKernel.mark(
            low, high, length, layout.low()[i], layout.high()[i], plan.radius() + 1, marks);
      }
      for (int j = 0; j < length; j++) {
        if (marks[j] < 0) {
          report(start, end, j);
        }
      }
    }
    length = 0;
    pieces = 0;
  }

  private void report(int start, int end, int inTile) {
    int piece = Arrays.binarySearch(pieceInTile, 0, pieces, inTile);
    piece = piece < 0 ? -piece - 2 : piece;
    int place = pieceInLayout[piece] + inTile - pieceInTile[piece];
    long value = layout.value(place);
    // a bucket meets itself: only what comes later counts
    for (int i = start; i < Math.min(end, place); i++) {
      long difference = layout.value(i) ^ value;
      int distance = Long.bitCount(difference);
      if (distance <= plan.radius() && !plan.foundBefore(band, difference)) {
        hashes.expand(layout.member(i), layout.member(place), distance, consumer);
      }
    }
  }
}
