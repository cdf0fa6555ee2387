package org.hammingbird.neighbor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a join looks for its candidates: the bands, and how many bits t_i may differ in band i. By
 * the general pigeonhole principle, with the sum of (t_i + 1) equal to radius + 1, two hashes
 * within the radius differ by at most t_i in some band i; a band with t_i = -1 is not looked at.
 */
public final class BandPlan implements Serializable {
  private static final long serialVersionUID = 1;

  // costs in comparisons of the kernel, measured with SelfJoinBenchmark
  private static final double COST_OF_LOOKUP = 4;
  private static final double COST_OF_LAYOUT = 50;
  private static final double COST_OF_BUCKET = 1;

  private final int radius;
  private final Band[] bands;
  private final int[] flips;
  private final double candidates;
  private final double cost;

  private BandPlan(int radius, Band[] bands, int[] flips, double candidates, double cost) {
    this.radius = radius;
    this.bands = bands;
    this.flips = flips;
    this.candidates = candidates;
    this.cost = cost;
  }

  /** The plan of least cost for these hashes, from their exact numbers of candidates. */
  public static BandPlan choose(DistinctHashes hashes, int radius) {
    HammingKernel.checkRadius(radius);
    BandPlan best = linear(hashes, radius);
    for (int count = Band.MAX_BANDS; count >= Band.MIN_BANDS; count--) {
      // more buckets than twice the hashes: finer than worth its histogram
      boolean fine = 1L << Long.SIZE / count > 2L * hashes.size();
      if (fine || best.candidates < COST_OF_LAYOUT * hashes.size()) {
        break;
      }
      BandPlan plan = banded(hashes, radius, count);
      if (plan.cost < best.cost) {
        best = plan;
      }
    }
    return best;
  }

  /** Every hash against every other: one band without bits. */
  static BandPlan linear(DistinctHashes hashes, int radius) {
    double pairs = hashes.size() * (hashes.size() - 1.0) / 2;
    return new BandPlan(radius, new Band[] {Band.empty()}, new int[] {0}, pairs, pairs);
  }

  /** The best division of the flips among a given number of bands. */
  static BandPlan banded(DistinctHashes hashes, int radius, int count) {
    List<Band> lattice = List.of(Band.lattice(count));
    List<BandSpectrum> spectra = new ArrayList<>();
    for (Band band : lattice) {
      spectra.add(BandSpectrum.of(band.histogram(hashes.values())));
    }
    int[] flips = new int[count];
    Arrays.fill(flips, -1);
    double candidates = 0;
    double cost = COST_OF_LAYOUT * hashes.size() * count;
    // the costs of one more flip rise with the flips, so taking the cheapest each time is best
    for (int step = 0; step <= radius; step++) {
      int cheapest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < count; i++) {
        if (flips[i] < lattice.get(i).bits()) {
          double next = costOfFlip(lattice.get(i).bits(), spectra.get(i), flips[i] + 1);
          if (next < least) {
            least = next;
            cheapest = i;
          }
        }
      }
      flips[cheapest]++;
      candidates += spectra.get(cheapest).pairs(flips[cheapest]);
      cost += least;
    }
    return used(radius, lattice, flips, candidates, cost);
  }

  private static double costOfFlip(int bits, BandSpectrum spectrum, int flips) {
    double lookups = spectrum.occupied() * BandSpectrum.binomial(bits, flips);
    double empty = lookups * COST_OF_LOOKUP;
    return spectrum.pairs(flips) + empty + COST_OF_BUCKET * spectrum.occupied();
  }

  private static BandPlan used(
      int radius, List<Band> lattice, int[] flips, double candidates, double cost) {
    List<Band> bands = new ArrayList<>();
    List<Integer> allowed = new ArrayList<>();
    for (int i = 0; i < flips.length; i++) {
      if (flips[i] >= 0) {
        bands.add(lattice.get(i));
        allowed.add(flips[i]);
      }
    }
    return new BandPlan(
        radius,
        bands.toArray(new Band[0]),
        allowed.stream().mapToInt(Integer::intValue).toArray(),
        candidates,
        cost);
  }

  /** Inclusive maximum distance. */
  public int radius() {
    return radius;
  }

  /** Number of bands that are looked at; 1 for brute force. */
  public int bands() {
    return bands.length;
  }

  Band band(int index) {
    return bands[index];
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
  boolean foundBefore(int band, long difference) {
    for (int i = 0; i < band; i++) {
      if (Long.bitCount(difference & bands[i].mask()) <= flips[i]) {
        return true;
      }
    }
    return false;
  }

  /** For people: the bands, their flips and the number of candidates. */
  @Override
  public String toString() {
    if (bands[0].bits() == 0) {
      return String.format("every hash against every other, %,.0f comparisons", candidates);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < bands.length; i++) {
      parts.add(bands[i].bits() + " bits with " + flips[i] + " flips");
    }
    return String.format(
        "%d bands (%s), %,.0f comparisons", bands.length, String.join(", ", parts), candidates);
  }
}
