package org.hammingbird.neighbor;

/**
 * All pairs within a radius of one of some queries and one of other hashes, exact: new images
 * against all, say, without joining the stored ones with each other.
 */
public final class CrossIndex {
  private final DistinctHashes queries;
  private final DistinctHashes hashes;
  private final BandPlan plan;

  private CrossIndex(DistinctHashes queries, DistinctHashes hashes, BandPlan plan) {
    this.queries = queries;
    this.hashes = hashes;
    this.plan = plan;
  }

  /**
   * Indexes hashes for queries.
   *
   * @param queries of as many bits as the hashes
   * @param radius 0 to their number of bits
   */
  public static CrossIndex of(Hashes queries, Hashes hashes, int radius) {
    if (queries.words() != hashes.words()) {
      throw new IllegalArgumentException(
          "Cannot compare hashes of " + queries.bits() + " bits with hashes of " + hashes.bits());
    }
    DistinctHashes asked = DistinctHashes.of(queries);
    DistinctHashes stored = DistinctHashes.of(hashes);
    return new CrossIndex(asked, stored, BandPlan.choose(asked, stored, radius));
  }

  /** How candidates are found. */
  public BandPlan plan() {
    return plan;
  }

  /**
   * Reports each pair once, on the calling thread.
   *
   * @param consumer receives the position of the query, that of the hash, and their distance
   */
  public void forEachPair(PairConsumer consumer) {
    BandJoin.Hits hits =
        (query, hash, distance) -> queries.expand(query, hashes, hash, distance, consumer);
    for (int band = 0; band < plan.bands(); band++) {
      BandLayout asked = new BandLayout(queries, plan.band(band));
      BandLayout stored = new BandLayout(hashes, plan.band(band));
      new BandJoin(plan, band, asked, stored, hits).join(0, queries.size());
    }
  }
}
