package org.hammingbird.neighbor;

/** Distinct hashes in the order of their buckets in one band (a counting sort). 16 bytes a hash. */
final class BandLayout {
  private final int[] offsets;
  private final int[] members;
  private final int[] low;
  private final int[] high;

  BandLayout(DistinctHashes hashes, Band band) {
    long[] values = hashes.values();
    int[] counts = band.histogram(values);
    offsets = new int[counts.length + 1];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      offsets[bucket + 1] = offsets[bucket] + counts[bucket];
      counts[bucket] = offsets[bucket];
    }
    members = new int[values.length];
    low = new int[values.length];
    high = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int at = counts[band.bucket(values[i])]++;
      members[at] = i;
      low[at] = HammingKernel.low(values[i]);
      high[at] = HammingKernel.high(values[i]);
    }
  }

  /** First place of a bucket; {@code start(bucket + 1)} is its end. */
  int start(int bucket) {
    return offsets[bucket];
  }

  /** Which of the distinct hashes stands at a place. */
  int member(int place) {
    return members[place];
  }

  int[] low() {
    return low;
  }

  int[] high() {
    return high;
  }

  long value(int place) {
    return (long) high[place] << 32 | low[place] & 0xffffffffL;
  }
}
