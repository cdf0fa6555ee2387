package org.hammingbird.neighbor;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Exact multi-index hashing: equal hashes are collapsed, the bits are divided into bands, and only
 * hashes that nearly agree in some band are compared. A pair is reported by the first band that
 * finds it, so nothing needs to be remembered. Falls back to comparing all with all where that is
 * cheaper.
 *
 * <p>The join can be run in parts: {@link #stripes} divides it into independent pieces of work.
 */
public final class BandedIndex implements HammingIndex {
  private final int size;
  private final DistinctHashes hashes;
  private final BandPlan plan;
  // soft: what memory there is decides how many bands are laid out at a time
  private final List<SoftReference<BandLayout>> layouts = new ArrayList<>();
  private final List<Object> locks = new ArrayList<>();

  private BandedIndex(int size, DistinctHashes hashes, BandPlan plan) {
    this.size = size;
    this.hashes = hashes;
    this.plan = plan;
    for (int band = 0; band < plan.bands(); band++) {
      layouts.add(new SoftReference<>(null));
      locks.add(new Object());
    }
  }

  /**
   * Indexes hashes by the plan of least cost.
   *
   * @param hashes not kept
   * @param radius 0 to their number of bits
   */
  public static BandedIndex of(Hashes hashes, int radius) {
    DistinctHashes distinct = DistinctHashes.of(hashes);
    return new BandedIndex(hashes.size(), distinct, BandPlan.choose(distinct, radius));
  }

  /** Indexes hashes by a plan that was made for them, elsewhere perhaps. */
  public static BandedIndex of(Hashes hashes, DistinctHashes distinct, BandPlan plan) {
    return new BandedIndex(hashes.size(), distinct, plan);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int radius() {
    return plan.radius();
  }

  /** How candidates are found. */
  public BandPlan plan() {
    return plan;
  }

  @Override
  public void forEachPair(PairConsumer consumer) {
    stripes(hashes.size(), plan.bands(), 1).forEach(stripe -> join(stripe, consumer));
  }

  /**
   * Divides a join into independent parts: each band into stripes of equally many distinct hashes
   * (a hot bucket is divided like anything else), and the pairs of equal hashes.
   *
   * @param distinct number of distinct hashes
   * @param bands number of bands of the plan
   * @param stripesOfBand at least 1
   */
  public static List<Stripe> stripes(int distinct, int bands, int stripesOfBand) {
    List<Stripe> stripes = new ArrayList<>();
    for (int band = Stripe.EQUAL_HASHES; band < bands; band++) {
      for (int i = 0; i < stripesOfBand; i++) {
        int from = (int) ((long) distinct * i / stripesOfBand);
        int to = (int) ((long) distinct * (i + 1) / stripesOfBand);
        if (from < to) {
          stripes.add(new Stripe(band, from, to));
        }
      }
    }
    return stripes;
  }

  /** Runs one part of the join; different threads may run different parts at once. */
  public void join(Stripe stripe, PairConsumer consumer) {
    if (stripe.band() == Stripe.EQUAL_HASHES) {
      hashes.forEachEqualPair(stripe.from(), stripe.to(), consumer);
      return;
    }
    BandLayout layout = layout(stripe.band());
    BandJoin.Hits hits = (left, right, distance) -> hashes.expand(left, right, distance, consumer);
    new BandJoin(plan, stripe.band(), layout, layout, hits).join(stripe.from(), stripe.to());
  }

  private BandLayout layout(int band) {
    // of each band: two threads may lay out two bands at once
    synchronized (locks.get(band)) {
      BandLayout layout = layouts.get(band).get();
      if (layout == null) {
        layout = new BandLayout(hashes, plan.band(band));
        layouts.set(band, new SoftReference<>(layout));
      }
      return layout;
    }
  }
}
