package org.hammingbird.selection;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Images that stand for the others, within each class: again and again the image that most lowers
 * the sum, over all images of the class, of the Hamming distance to the nearest chosen one; before
 * any is chosen every image counts as 65 bits away, so the first is the class's medoid. This is
 * greedy k-medoids, or facility location (L. Kaufman and P. Rousseeuw's BUILD step; G. Nemhauser,
 * L. Wolsey and M. Fisher, 1978: at least 1 - 1/e of what the best choice gains): it chooses from
 * where images are dense, as farthest-first chooses from where they are not. Of equal gains the
 * first in the seeded order wins; images that gain nothing, since an equal hash is chosen, come
 * last in that order.
 *
 * <p>A gain never grows as images are chosen, so most need no second look (M. Minoux, 1978): time
 * is about the square of the class's size, a second or two for 50,000 images.
 */
public final class Medoid implements SelectionRule {
  private static final int NONE_CHOSEN = Long.SIZE + 1;

  @Override
  public String id() {
    return "medoid";
  }

  @Override
  public boolean stratified() {
    return true;
  }

  @Override
  public boolean keepersOnly() {
    return false;
  }

  @Override
  public boolean byDistance() {
    return true;
  }

  @Override
  public long[] select(Stratum stratum, int budget, long seed) {
    stratum.requireBudget(budget);
    long[] order = SelectionRule.drawn(stratum, stratum.size(), seed);
    long[] hashes = stratum.hashes(order);
    int[] nearest = new int[order.length];
    Arrays.fill(nearest, NONE_CHOSEN);
    PriorityQueue<Candidate> candidates = new PriorityQueue<>(Math.max(1, order.length));
    for (int i = 0; i < order.length && budget > 0; i++) {
      candidates.add(new Candidate(i, gain(hashes, hashes[i], nearest), 0));
    }
    long[] chosen = new long[budget];
    for (int count = 0; count < budget; ) {
      Candidate best = candidates.remove();
      if (best.gain > 0 && best.knownAt < count) {
        candidates.add(new Candidate(best.place, gain(hashes, hashes[best.place], nearest), count));
        continue;
      }
      chosen[count++] = order[best.place];
      FarthestFirst.approach(hashes, hashes[best.place], nearest);
    }
    return chosen;
  }

  /** By how much the distances to the nearest chosen image would fall, all together. */
  private static long gain(long[] hashes, long candidate, int[] nearest) {
    long gain = 0;
    for (int i = 0; i < hashes.length; i++) {
      gain += Math.max(0, nearest[i] - Long.bitCount(hashes[i] ^ candidate));
    }
    return gain;
  }

  /** An image with its gain as it was when so many were chosen: an upper bound of today's. */
  private static final class Candidate implements Comparable<Candidate> {
    private final int place;
    private final long gain;
    private final int knownAt;

    private Candidate(int place, long gain, int knownAt) {
      this.place = place;
      this.gain = gain;
      this.knownAt = knownAt;
    }

    @Override
    public int compareTo(Candidate other) {
      int byGain = Long.compare(other.gain, gain);
      return byGain != 0 ? byGain : Integer.compare(place, other.place);
    }
  }
}
