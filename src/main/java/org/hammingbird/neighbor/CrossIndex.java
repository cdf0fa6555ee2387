package org.hammingbird.neighbor;

/**
 * All pairs within a radius of one of some queries and one of other hashes, exact: new images
 * against stored ones, without joining the stored ones with each other.
 */
public final class CrossIndex {
  private final DistinctHashes queries;
  private final DistinctHashes hashes;
  private final BandPlan plan;
  private final BandLayout[] asked;
  private final BandLayout[] stored;

  private CrossIndex(DistinctHashes queries, DistinctHashes hashes, BandPlan plan) {
    this.queries = queries;
    this.hashes = hashes;
    this.plan = plan;
    this.asked = new BandLayout[plan.bands()];
    this.stored = new BandLayout[plan.bands()];
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
    for (int part = 0; part < plan.bands(); part++) {
      join(part, plan.bands(), consumer);
    }
  }

  /**
   * Runs one of several parts of the join; different threads may run different parts at once.
   *
   * @param part 0 to {@code parts - 1}
   * @param parts a multiple of the plan's bands
   */
  public void join(int part, int parts, PairConsumer consumer) {
    int band = part % plan.bands();
    int stripes = parts / plan.bands();
    int stripe = part / plan.bands();
    int from = (int) ((long) queries.size() * stripe / stripes);
    int to = (int) ((long) queries.size() * (stripe + 1) / stripes);
    BandJoin.Hits hits =
        (query, hash, distance) -> queries.expand(query, hashes, hash, distance, consumer);
    layOut(band);
    new BandJoin(plan, band, asked[band], stored[band], hits).join(from, to);
  }

  private synchronized void layOut(int band) {
    if (asked[band] == null) {
      stored[band] = new BandLayout(hashes, plan.band(band));
      asked[band] = new BandLayout(queries, plan.band(band));
    }
  }
}
