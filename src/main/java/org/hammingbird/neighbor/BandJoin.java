package org.hammingbird.neighbor;

/**
 * Joins hashes by one band. For each bucket of the queries the neighbouring buckets are gathered
 * into a tile, which the kernel compares with the bucket's own hashes. Where a set is joined with
 * itself only neighbours with a greater number are gathered, so each pair of buckets meets once.
 * Not for use by several threads.
 */
final class BandJoin {
  /** Receives the pairs that a band is the first to find. */
  @FunctionalInterface
  interface Hits {
    /** Takes a pair by its members' numbers among the distinct queries and hashes. */
    void accept(int query, int hash, int distance);
  }

  private static final int SHORT = 48;

  /** Hashes of one bucket that are compared one by one, rather than as a tile. */
  private static final int EACH_WITH_EACH = 32;

  private final BandPlan plan;
  private final int band;
  private final BandLayout queries;
  private final BandLayout layout;
  private final Hits hits;
  private final boolean itself;
  private final int[][] differences;
  private final Tile tile;
  private final long[] difference;

  /**
   * @param layout that of the queries where a set is joined with itself
   */
  BandJoin(BandPlan plan, int band, BandLayout queries, BandLayout layout, Hits hits) {
    this.plan = plan;
    this.band = band;
    this.queries = queries;
    this.layout = layout;
    this.hits = hits;
    this.itself = queries == layout;
    this.differences = differences(plan.band(band).bits(), plan.flips(band));
    this.tile = new Tile(plan.words());
    this.difference = new long[plan.words()];
  }

  /** All numbers of up to {@code bits} bits with 1 to {@code flips} set, by their highest bit. */
  static int[][] differences(int bits, int flips) {
    int[][] found = new int[bits][];
    for (int highest = 0; highest < bits; highest++) {
      double size = 0;
      for (int others = 0; others < flips; others++) {
        size += BandSpectrum.binomial(highest, others);
      }
      found[highest] = new int[(int) size];
      int count = 0;
      for (int others = 0; others < flips && others <= highest; others++) {
        int end = 1 << highest;
        // Gosper's hack: the next number with as many bits set
        for (int value = (1 << others) - 1; value < end; ) {
          found[highest][count++] = end | value;
          if (value == 0) {
            break;
          }
          int lowest = value & -value;
          int ripple = value + lowest;
          value = ripple | ((value ^ ripple) >>> 2) / lowest;
        }
      }
    }
    return found;
  }

  /** Joins the queries at the places {@code from} to {@code to}, exclusive, of their layout. */
  void join(int from, int to) {
    int[] ends = queries.offsets();
    int place = from;
    while (place < to) {
      int bucket = queries.bucket(place);
      int end = Math.min(to, ends[bucket + 1]);
      joinBucket(bucket, place, end);
      place = end;
    }
  }

  private void joinBucket(int bucket, int first, int last) {
    int[] starts = layout.offsets();
    if (itself) {
      joinItself(first, last, starts[bucket + 1]);
    } else {
      gather(starts[bucket], starts[bucket + 1], first, last);
    }
    for (int highest = 0; highest < differences.length; highest++) {
      // with this bit set the other bucket has the lower number: it meets this one itself
      if (itself && (bucket >>> highest & 1) == 1) {
        continue;
      }
      for (int flipped : differences[highest]) {
        int other = bucket ^ flipped;
        if (starts[other] < starts[other + 1]) {
          gather(starts[other], starts[other + 1], first, last);
        }
      }
    }
    compare(first, last);
  }

  /** Queries with what comes later in their own bucket: in the tile each would find itself. */
  private void joinItself(int first, int last, int endOfBucket) {
    for (int start = first; start < last; start += EACH_WITH_EACH) {
      int end = Math.min(start + EACH_WITH_EACH, last);
      for (int query = start; query < end; query++) {
        checkLater(query, end);
      }
      gather(end, endOfBucket, start, end);
      compare(start, end);
    }
  }

  private void checkLater(int query, int end) {
    if (difference.length == 1) {
      checkLaterOfOneWord(queries.halves()[0], queries.halves()[1], query, end);
      return;
    }
    for (int place = query + 1; place < end; place++) {
      int distance = Long.bitCount(queries.word(query, 0) ^ queries.word(place, 0));
      for (int word = 1; word < difference.length; word++) {
        distance += Long.bitCount(queries.word(query, word) ^ queries.word(place, word));
      }
      if (distance <= plan.radius()) {
        report(query, place, distance);
      }
    }
  }

  /** The same for hashes of 64 bits, most comparisons of a plan with few flips: a tight loop. */
  private void checkLaterOfOneWord(int[] low, int[] high, int query, int end) {
    int queryLow = low[query];
    int queryHigh = high[query];
    int radius = plan.radius();
    for (int place = query + 1; place < end; place++) {
      int distance =
          Integer.bitCount(low[place] ^ queryLow) + Integer.bitCount(high[place] ^ queryHigh);
      if (distance <= radius) {
        report(query, place, distance);
      }
    }
  }

  private void gather(int start, int end, int first, int last) {
    int count = end - start;
    if (count > tile.room()) {
      gatherInParts(start, end, first, last);
    } else {
      tile.add(layout.halves(), start, count);
    }
  }

  private void gatherInParts(int start, int end, int first, int last) {
    int at = start;
    while (at < end) {
      int count = Math.min(end - at, tile.room());
      tile.add(layout.halves(), at, count);
      at += count;
      if (tile.room() == 0) {
        compare(first, last);
      }
    }
  }

  private void compare(int first, int last) {
    if (tile.length() < SHORT) {
      // too short for the vectors' loop: each with each
      for (int j = 0; j < tile.length(); j++) {
        check(first, last, j);
      }
      tile.clear();
      return;
    }
    for (int start = first; start < last; start += HammingKernel.BLOCK) {
      int end = Math.min(start + HammingKernel.BLOCK, last);
      tile.mark(queries.halves(), start, end, plan.radius() + 1);
      for (int j = tile.nextMarked(0); j < tile.length(); j = tile.nextMarked(j + 1)) {
        check(start, end, j);
      }
    }
    tile.clear();
  }

  private void check(int start, int end, int inTile) {
    for (int i = start; i < end; i++) {
      int distance = Long.bitCount(queries.word(i, 0) ^ tile.word(inTile, 0));
      for (int word = 1; word < difference.length; word++) {
        distance += Long.bitCount(queries.word(i, word) ^ tile.word(inTile, word));
      }
      if (distance <= plan.radius()) {
        report(i, layout.place(tile, inTile), distance);
      }
    }
  }

  private void report(int query, int place, int distance) {
    for (int word = 0; word < difference.length; word++) {
      difference[word] = queries.word(query, word) ^ layout.word(place, word);
    }
    if (!plan.foundBefore(band, difference)) {
      hits.accept(queries.member(query), layout.member(place), distance);
    }
  }
}
