package org.hammingbird.neighbor;

/**
 * Distinct hashes in the order of their buckets in one band (a counting sort), those of a bucket in
 * ascending order. 12 bytes for a hash of 64 bits, and 4 for a bucket.
 */
final class BandLayout {
  private final Band band;
  private final int[] offsets;
  private final int[] members;
  private final int[][] halves;

  BandLayout(DistinctHashes distinct, Band band) {
    this.band = band;
    Hashes values = distinct.values();
    int size = values.size();
    int[] buckets = band.buckets(values);
    offsets = new int[(1 << band.bits()) + 1];
    for (int bucket : buckets) {
      offsets[bucket + 1]++;
    }
    for (int bucket = 1; bucket < offsets.length; bucket++) {
      offsets[bucket] += offsets[bucket - 1];
    }
    members = new int[size];
    for (int i = 0; i < size; i++) {
      members[offsets[buckets[i]]++] = i;
    }
    // filling has moved each start to its end, which is the next one's start
    System.arraycopy(offsets, 0, offsets, 1, offsets.length - 1);
    offsets[0] = 0;
    halves = new int[2 * values.words()][size];
    for (int word = 0; word < values.words(); word++) {
      int[] low = halves[2 * word];
      int[] high = halves[2 * word + 1];
      for (int place = 0; place < size; place++) {
        long value = values.word(members[place], word);
        low[place] = (int) value;
        high[place] = (int) (value >>> 32);
      }
    }
  }

  /** First place of each bucket, and last the number of hashes. Not a copy. */
  int[] offsets() {
    return offsets;
  }

  /** The bucket of a place. */
  int bucket(int place) {
    int bucket = 0;
    for (int word = 0; word < halves.length / 2; word++) {
      bucket |= band.part(word, word(place, word));
    }
    return bucket;
  }

  /** Which of the distinct hashes stands at a place. */
  int member(int place) {
    return members[place];
  }

  /** Low and high halves of each long, by place. Not a copy. */
  int[][] halves() {
    return halves;
  }

  /** One long of the hash at a place. */
  long word(int place, int word) {
    return (long) halves[2 * word + 1][place] << 32 | halves[2 * word][place] & 0xffffffffL;
  }

  /** The place of a hash of the tile, which was gathered from here. */
  int place(Tile tile, int inTile) {
    int bucket = 0;
    for (int word = 0; word < halves.length / 2; word++) {
      bucket |= band.part(word, tile.word(inTile, word));
    }
    int from = offsets[bucket];
    int to = offsets[bucket + 1] - 1;
    while (from < to) {
      int middle = from + to >>> 1;
      if (compare(middle, tile, inTile) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private int compare(int place, Tile tile, int inTile) {
    for (int word = 0; word < halves.length / 2; word++) {
      int order = Long.compareUnsigned(word(place, word), tile.word(inTile, word));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
