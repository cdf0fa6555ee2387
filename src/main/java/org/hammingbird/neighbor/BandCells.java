package org.hammingbird.neighbor;

import java.io.Serializable;

/**
 * A join divided into cells that can be joined apart: the hashes whose bucket in a band begins with
 * the same few bits. To find the pairs of two cells, the hashes of the one with the greater number
 * visit the other, where no more of these bits differ than the band's flips.
 */
public final class BandCells implements Serializable {
  private static final long serialVersionUID = 1;

  private final BandPlan plan;
  private final int bits;

  /**
   * Divides a join.
   *
   * @param bits leading bits of each band, at most 12; where a band has fewer, as many as it has
   */
  public BandCells(BandPlan plan, int bits) {
    int fewest = bits;
    for (int band = 0; band < plan.bands(); band++) {
      fewest = Math.min(fewest, plan.band(band).bits());
    }
    this.plan = plan;
    this.bits = fewest;
  }

  /** Number of cells of all bands. */
  public int count() {
    return plan.bands() << bits;
  }

  /** The band of a cell. */
  int band(int cell) {
    return cell >>> bits;
  }

  /** The cell of a hash in a band of the plan. */
  public int cell(int band, Hashes hashes, int index) {
    Band of = plan.band(band);
    return band << bits | of.bucket(hashes, index) >>> of.bits() - bits;
  }

  /** Number of bands. */
  public int bands() {
    return plan.bands();
  }

  /** The cells that the hashes of a cell visit. */
  public int[] visited(int cell) {
    int prefix = cell & (1 << bits) - 1;
    int[] found = new int[1 << bits];
    int count = 0;
    for (int other = 0; other < prefix; other++) {
      if (Integer.bitCount(other ^ prefix) <= plan.flips(band(cell))) {
        found[count++] = band(cell) << bits | other;
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }

  /**
   * Joins hashes of a cell with one another: reports the pairs that the cell's band is the first to
   * find.
   *
   * @param hashes distinct
   */
  public void join(int cell, Hashes hashes, PairConsumer consumer) {
    DistinctHashes distinct = DistinctHashes.of(hashes);
    BandLayout layout = new BandLayout(distinct, plan.band(band(cell)));
    BandJoin.Hits hits =
        (left, right, distance) -> distinct.expand(left, right, distance, consumer);
    new BandJoin(plan, band(cell), layout, layout, hits).join(0, distinct.size());
  }

  /**
   * Joins hashes of a cell with others, of the same cell or visitors.
   *
   * @param consumer receives the position among the hashes, then that among the others
   */
  public void join(int cell, Hashes hashes, Hashes others, PairConsumer consumer) {
    DistinctHashes queries = DistinctHashes.of(hashes);
    DistinctHashes distinct = DistinctHashes.of(others);
    Band band = plan.band(band(cell));
    BandJoin.Hits hits =
        (query, hash, distance) -> queries.expand(query, distinct, hash, distance, consumer);
    new BandJoin(
            plan, band(cell), new BandLayout(queries, band), new BandLayout(distinct, band), hits)
        .join(0, queries.size());
  }
}
