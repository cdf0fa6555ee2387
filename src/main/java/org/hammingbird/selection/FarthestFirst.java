package org.hammingbird.selection;

import java.util.Arrays;

/**
 * Within each class, again and again the image whose hash is farthest from all chosen so far
 * (k-center greedy, Gonzalez 1985), from a random first one. Hash-diverse: it takes the unusual
 * images. Among equally far ones a seeded order decides. Compares each image with each chosen one:
 * size times budget.
 */
public final class FarthestFirst implements SelectionRule {
  @Override
  public String id() {
    return "farthest-first";
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
    Arrays.fill(nearest, Long.SIZE + 1);
    long[] chosen = new long[budget];
    for (int count = 0; count < budget; count++) {
      int farthest = farthest(nearest);
      chosen[count] = order[farthest];
      approach(hashes, hashes[farthest], nearest);
      nearest[farthest] = -1;
    }
    return chosen;
  }

  /** The first of the greatest. */
  private static int farthest(int[] nearest) {
    int best = 0;
    for (int i = 1; i < nearest.length; i++) {
      best = nearest[i] > nearest[best] ? i : best;
    }
    return best;
  }

  /** Brings each image's distance to the nearest chosen one up to date with one more. */
  static void approach(long[] hashes, long added, int[] nearest) {
    for (int i = 0; i < hashes.length; i++) {
      nearest[i] = Math.min(nearest[i], Long.bitCount(hashes[i] ^ added));
    }
  }
}
