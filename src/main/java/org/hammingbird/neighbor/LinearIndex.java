package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Compares every hash with every other: n²/2 comparisons whatever the radius. It is the oracle of
 * {@link BandedIndex}, and as fast or faster below a few thousand hashes.
 */
public final class LinearIndex implements HammingIndex {
  private final long[] hashes;
  private final int radius;

  /**
   * Indexes hashes.
   *
   * @param hashes kept, not copied
   * @param radius 0 to 64
   */
  public LinearIndex(long[] hashes, int radius) {
    HammingKernel.checkRadius(radius);
    this.hashes = hashes;
    this.radius = radius;
  }

  @Override
  public int size() {
    return hashes.length;
  }

  @Override
  public int radius() {
    return radius;
  }

  @Override
  public void forEachPair(PairConsumer consumer) {
    int[] low = new int[HammingKernel.TILE];
    int[] high = new int[HammingKernel.TILE];
    int[] marks = new int[HammingKernel.TILE];
    for (int start = 0; start < hashes.length; start += HammingKernel.TILE) {
      int length = Math.min(HammingKernel.TILE, hashes.length - start);
      for (int j = 0; j < length; j++) {
        low[j] = HammingKernel.low(hashes[start + j]);
        high[j] = HammingKernel.high(hashes[start + j]);
      }
      // a tile is met by all queries before its end, so each pair is seen with its later member in
      // the tile
      for (int first = 0; first < start + length; first += HammingKernel.BLOCK) {
        int last = Math.min(first + HammingKernel.BLOCK, start + length);
        Arrays.fill(marks, 0, length, 0);
        for (int i = first; i < last; i++) {
          HammingKernel.mark(
              low,
              high,
              length,
              HammingKernel.low(hashes[i]),
              HammingKernel.high(hashes[i]),
              radius + 1,
              marks);
        }
        report(first, last, start, length, marks, consumer);
      }
    }
  }

  private void report(
      int first, int last, int start, int length, int[] marks, PairConsumer consumer) {
    for (int j = 0; j < length; j++) {
      if (marks[j] >= 0) {
        continue;
      }
      int right = start + j;
      for (int left = first; left < Math.min(last, right); left++) {
        int distance = Long.bitCount(hashes[left] ^ hashes[right]);
        if (distance <= radius) {
          consumer.accept(left, right, distance);
        }
      }
    }
  }
}
