package org.hammingbird.neighbor;

/**
 * Compares every hash with every other: n²/2 comparisons whatever the radius. It is the oracle of
 * {@link BandedIndex}, and as fast or faster below a few thousand hashes.
 */
public final class LinearIndex implements HammingIndex {
  private final Hashes hashes;
  private final int radius;

  /**
   * Indexes hashes.
   *
   * @param radius 0 to their number of bits
   */
  public LinearIndex(Hashes hashes, int radius) {
    hashes.checkRadius(radius);
    this.hashes = hashes;
    this.radius = radius;
  }

  @Override
  public int size() {
    return hashes.size();
  }

  @Override
  public int radius() {
    return radius;
  }

  @Override
  public void forEachPair(PairConsumer consumer) {
    forEachPair(hashes.size(), consumer);
  }

  /** Reports the pairs of which one is among the first {@code queries} hashes. */
  void forEachPair(int queries, PairConsumer consumer) {
    int[][] halves = halves();
    Tile tile = new Tile(hashes.words());
    for (int start = 0; start < hashes.size(); start += HammingKernel.TILE) {
      tile.clear();
      tile.add(halves, start, Math.min(HammingKernel.TILE, hashes.size() - start));
      // a tile is met by all queries before its end, so each pair is seen with its later member in
      // the tile
      int end = Math.min(queries, start + tile.length());
      for (int first = 0; first < end; first += HammingKernel.BLOCK) {
        int last = Math.min(first + HammingKernel.BLOCK, end);
        tile.mark(halves, first, last, radius + 1);
        report(first, last, start, tile, consumer);
      }
    }
  }

  private int[][] halves() {
    int[][] halves = new int[2 * hashes.words()][hashes.size()];
    for (int i = 0; i < hashes.size(); i++) {
      for (int word = 0; word < hashes.words(); word++) {
        halves[2 * word][i] = (int) hashes.word(i, word);
        halves[2 * word + 1][i] = (int) (hashes.word(i, word) >>> 32);
      }
    }
    return halves;
  }

  private void report(int first, int last, int start, Tile tile, PairConsumer consumer) {
    for (int j = tile.nextMarked(0); j < tile.length(); j = tile.nextMarked(j + 1)) {
      int right = start + j;
      for (int left = first; left < Math.min(last, right); left++) {
        int distance = hashes.distance(left, right);
        if (distance <= radius) {
          consumer.accept(left, right, distance);
        }
      }
    }
  }
}
