package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Classifies an image by the k nearest hashes of labelled ones. All neighbours at the distance of
 * the k-th share its remaining votes, so that no order of the data decides; classes with equally
 * many votes: the lower number wins. Holds scratch arrays: one thread only.
 */
public final class HashClassifier {
  private final long[] hashes;
  private final int[] classes;
  private final int neighbors;
  private final byte[] distances;
  private final double[] votes;

  /**
   * A classifier from labelled hashes; the arrays are kept, not copied.
   *
   * @param hashes at least one
   * @param classes the class of each, 0 to {@code classCount - 1}
   * @param neighbors k, at least 1; all hashes where there are fewer
   */
  public HashClassifier(long[] hashes, int[] classes, int classCount, int neighbors) {
    if (hashes.length == 0 || hashes.length != classes.length || neighbors < 1) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot classify by %d neighbours among %d hashes of %d classes",
              neighbors, hashes.length, classes.length));
    }
    this.hashes = hashes;
    this.classes = classes;
    this.neighbors = Math.min(neighbors, hashes.length);
    this.distances = new byte[hashes.length];
    this.votes = new double[classCount];
  }

  /** The class that the nearest hashes vote for. */
  public int classify(long hash) {
    int[] counts = new int[Long.SIZE + 1];
    for (int i = 0; i < hashes.length; i++) {
      int distance = Long.bitCount(hashes[i] ^ hash);
      distances[i] = (byte) distance;
      counts[distance]++;
    }
    int last = 0;
    int nearer = 0;
    while (nearer + counts[last] < neighbors) {
      nearer += counts[last++];
    }
    double share = (double) (neighbors - nearer) / counts[last];
    Arrays.fill(votes, 0);
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] <= last) {
        votes[classes[i]] += distances[i] < last ? 1 : share;
      }
    }
    int best = 0;
    for (int i = 1; i < votes.length; i++) {
      // summing shares in another order must not decide between equals
      best = votes[i] > votes[best] + 1e-9 ? i : best;
    }
    return best;
  }
}
