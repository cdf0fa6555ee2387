package org.hammingbird.neighbor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a join looks for its candidates: the bands, and how many bits t_i may differ in band i. By
 * the general pigeonhole principle, with the sum of (t_i + 1) equal to radius + 1, two hashes
 * within the radius differ by at most t_i in some band i; a band with t_i = -1 is not looked at.
 */
public final class BandPlan implements Serializable {
  private static final long serialVersionUID = 1;

  // costs in comparisons of the kernel, each about 0.1 ns, measured with JoinBenchmark
  private static final double COST_OF_LOOKUP = 40;
  // where the buckets of a band are too many for a second-level cache
  private static final double COST_OF_FAR_LOOKUP = 150;
  private static final int NEAR_BITS = 16;
  private static final double COST_OF_GATHERED = 8;
  private static final double COST_OF_LAYOUT = 150;
  private static final double COST_OF_QUERY = 60;
  private static final double COST_OF_BUCKET = 60;

  private final int words;
  private final int radius;
  private final List<Band> bands;
  private final int[] flips;
  private final double candidates;
  private final double cost;

  private BandPlan(
      int words, int radius, List<Band> bands, int[] flips, double candidates, double cost) {
    this.words = words;
    this.radius = radius;
    this.bands = bands;
    this.flips = flips;
    this.candidates = candidates;
    this.cost = cost;
  }

  /** The plan of least cost for these hashes, from their exact numbers of candidates. */
  public static BandPlan choose(DistinctHashes hashes, int radius) {
    return choose(hashes, hashes, radius);
  }

  /**
   * The same for a larger set, from a part of it that was drawn at random.
   *
   * @param share how many hashes there are for each of these, at least 1
   */
  public static BandPlan choose(DistinctHashes sample, int radius, double share) {
    return choose(sample, sample, radius, share);
  }

  /** The same for pairs of one of some queries and one of the hashes. */
  static BandPlan choose(DistinctHashes queries, DistinctHashes hashes, int radius) {
    return choose(queries, hashes, radius, 1);
  }

  private static BandPlan choose(
      DistinctHashes queries, DistinctHashes hashes, int radius, double share) {
    hashes.values().checkRadius(radius);
    int bits = hashes.values().bits();
    BandPlan best = linear(queries, hashes, radius, share);
    // those that would do best on evenly spread hashes first: real ones have more candidates, so
    // when the next one's cost for even ones is above the best's, no later one can win
    TreeMap<Double, Integer> counts = new TreeMap<>();
    for (int count = Band.minCount(bits); count <= Band.maxCount(bits); count++) {
      counts.put(costOfEven(queries, hashes, radius, share, count), count);
    }
    for (Map.Entry<Double, Integer> count : counts.entrySet()) {
      if (count.getKey() >= best.cost) {
        break;
      }
      BandPlan plan = banded(queries, hashes, radius, share, count.getValue());
      best = plan.cost < best.cost ? plan : best;
    }
    return best;
  }

  /** Every hash against every other: one band without bits. */
  private static BandPlan linear(
      DistinctHashes queries, DistinctHashes hashes, int radius, double share) {
    double pairs =
        share
            * share
            * (queries == hashes
                ? hashes.size() * (hashes.size() - 1.0) / 2
                : (double) queries.size() * hashes.size());
    int words = hashes.values().words();
    List<Band> all = List.of(Band.empty(words));
    return new BandPlan(words, radius, all, new int[] {0}, pairs, words * pairs);
  }

  /** The best division of the flips among a given number of bands. */
  static BandPlan banded(DistinctHashes hashes, int radius, int count) {
    return banded(hashes, hashes, radius, 1, count);
  }

  private static BandPlan banded(
      DistinctHashes queries, DistinctHashes hashes, int radius, double share, int count) {
    int words = hashes.values().words();
    List<Band> lattice = Band.lattice(words, count);
    // in parallel, for of many hashes this is what threads that share a join would wait for
    List<BandCosts> costs =
        lattice.parallelStream()
            .map(band -> counted(queries, hashes, share, band))
            .collect(Collectors.toList());
    return divided(words, radius, lattice, costs);
  }

  private static BandCosts counted(
      DistinctHashes queries, DistinctHashes hashes, double share, Band band) {
    int[] counts = band.histogram(hashes.values());
    BandSpectrum spectrum =
        queries == hashes
            ? BandSpectrum.of(counts)
            : BandSpectrum.between(band.histogram(queries.values()), counts);
    return new BandCosts(band.bits(), spectrum, queries, hashes, share);
  }

  private static double costOfEven(
      DistinctHashes queries, DistinctHashes hashes, int radius, double share, int count) {
    int words = hashes.values().words();
    List<Band> lattice = Band.lattice(words, count);
    List<BandCosts> costs = new ArrayList<>();
    for (Band band : lattice) {
      costs.add(new BandCosts(band.bits(), null, queries, hashes, share));
    }
    return divided(words, radius, lattice, costs).cost;
  }

  private static BandPlan divided(
      int words, int radius, List<Band> lattice, List<BandCosts> costs) {
    int[] flips = new int[lattice.size()];
    Arrays.fill(flips, -1);
    double candidates = 0;
    double cost = 0;
    // the costs of one more flip rise with the flips, so taking the cheapest each time is best
    for (int step = 0; step <= radius; step++) {
      int cheapest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < flips.length; i++) {
        if (flips[i] < lattice.get(i).bits()) {
          double next = costs.get(i).ofFlip(flips[i] + 1, words);
          if (next < least) {
            least = next;
            cheapest = i;
          }
        }
      }
      flips[cheapest]++;
      candidates += costs.get(cheapest).candidates(flips[cheapest]);
      cost += least;
    }
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < flips.length; i++) {
      if (flips[i] >= 0) {
        bands.add(lattice.get(i));
      }
    }
    int[] used = Arrays.stream(flips).filter(allowed -> allowed >= 0).toArray();
    return new BandPlan(words, radius, bands, used, candidates, cost);
  }

  /** Longs of a hash. */
  int words() {
    return words;
  }

  /** Inclusive maximum distance. */
  public int radius() {
    return radius;
  }

  /** Number of bands that are looked at; 1 for brute force. */
  public int bands() {
    return bands.size();
  }

  Band band(int index) {
    return bands.get(index);
  }

  /** Bits that may differ in this band. */
  int flips(int index) {
    return flips[index];
  }

  /** Pairs of distinct hashes that share a bucket neighbourhood: those compared. */
  public double candidates() {
    return candidates;
  }

  /** Estimated cost, in comparisons. */
  double cost() {
    return cost;
  }

  /** Whether a pair at this difference is found in a band before this one. */
  boolean foundBefore(int band, long[] difference) {
    for (int i = 0; i < band; i++) {
      if (bands.get(i).distance(difference) <= flips[i]) {
        return true;
      }
    }
    return false;
  }

  /** For people: the bands, their flips and the number of candidates. */
  @Override
  public String toString() {
    if (bands.get(0).bits() == 0) {
      return String.format("every hash against every other, %,.0f comparisons", candidates);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < flips.length; i++) {
      parts.add(bands.get(i).bits() + " bits with " + flips[i] + " flips");
    }
    return String.format(
        "%d bands (%s), %,.0f comparisons", bands.size(), String.join(", ", parts), candidates);
  }

  /** What one band costs, by the flips allowed in it. */
  private static final class BandCosts {
    private final int bits;
    private final BandSpectrum spectrum;
    private final boolean itself;
    private final double queries;
    private final double hashes;
    private final double share;
    private final double occupied;

    /**
     * @param spectrum null for evenly spread hashes
     */
    BandCosts(
        int bits,
        BandSpectrum spectrum,
        DistinctHashes queries,
        DistinctHashes hashes,
        double share) {
      this.bits = bits;
      this.share = share;
      this.spectrum = spectrum;
      this.itself = queries == hashes;
      this.queries = share * queries.size();
      this.hashes = share * hashes.size();
      double buckets = 1L << bits;
      this.occupied =
          spectrum == null ? buckets * -Math.expm1(-this.queries / buckets) : spectrum.occupied();
    }

    double candidates(int flips) {
      if (spectrum != null) {
        return share * share * spectrum.pairs(flips);
      }
      double pairs = itself ? queries * (queries - 1) / 2 : queries * hashes;
      return pairs * BandSpectrum.binomial(bits, flips) / (1L << bits);
    }

    /** The cost of allowing one flip more: this many; the first includes the band's layout. */
    double ofFlip(int flips, int words) {
      double lookups = occupied * BandSpectrum.binomial(bits, flips) / (itself ? 2 : 1);
      double candidates = candidates(flips);
      double gathered = queries == 0 ? 0 : candidates * occupied / queries;
      double layout = COST_OF_QUERY * queries + COST_OF_BUCKET * occupied;
      if (itself) {
        // the layout of stored hashes is not the queries' cost: with few of them it would outweigh
        // any number of candidates
        layout += COST_OF_LAYOUT * words * hashes + COST_OF_BUCKET * (1L << bits) / 10.0;
      }
      layout = flips == 0 ? layout : 0;
      double lookup = bits <= NEAR_BITS ? COST_OF_LOOKUP : COST_OF_FAR_LOOKUP;
      return words * (candidates + COST_OF_GATHERED * gathered) + lookup * lookups + layout;
    }
  }
}
