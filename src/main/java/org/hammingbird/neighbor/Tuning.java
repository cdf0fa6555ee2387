package org.hammingbird.neighbor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What settings would find of pairs that a person has judged: precision and recall for a grid of
 * hashes, views, radii and least similarities, and the setting to recommend.
 */
public final class Tuning {
  /** Where every candidate is taken, {@code neighbors} proposes none by crops. */
  private static final double EVERY = -1;

  private final List<JudgedPair> pairs;
  private final long nearDuplicates;

  /**
   * Tunes on judged pairs.
   *
   * @throws IllegalArgumentException where none of them is a near-duplicate
   */
  public Tuning(List<JudgedPair> pairs) {
    this.pairs = List.copyOf(pairs);
    this.nearDuplicates = pairs.stream().filter(JudgedPair::nearDuplicate).count();
    if (nearDuplicates == 0) {
      throw new IllegalArgumentException("No pair of " + pairs.size() + " is a near-duplicate");
    }
  }

  /** Pairs that were judged near-duplicates. */
  public long nearDuplicates() {
    return nearDuplicates;
  }

  /** What a setting finds. */
  public Outcome outcome(Setting setting) {
    long found = 0;
    long right = 0;
    for (JudgedPair pair : pairs) {
      if (pair.foundBy(setting)) {
        found++;
        right += pair.nearDuplicate() ? 1 : 0;
      }
    }
    return new Outcome(setting, found, right, nearDuplicates);
  }

  /** What each combination finds; the least similarity changes fastest. */
  public List<Outcome> grid(
      List<int[]> hashes, boolean[] crops, int[] radii, double[] leastSimilarities) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int[] chosen : hashes) {
      for (boolean withCrops : crops) {
        for (int radius : radii) {
          for (double least : leastSimilarities) {
            outcomes.add(outcome(new Setting(chosen, withCrops, radius, least)));
          }
        }
      }
    }
    return Collections.unmodifiableList(outcomes);
  }

  /**
   * The outcome of the highest recall among those that reach a precision, or, where none does, of
   * the highest F1. Of equals the more precise, then the cheaper: without crops, of a smaller
   * radius, of fewer hashes.
   */
  public static Outcome best(List<Outcome> outcomes, double precision) {
    Comparator<Outcome> cheaper =
        Comparator.comparing((Outcome outcome) -> !outcome.setting().crops())
            .thenComparing(outcome -> -outcome.setting().radius())
            .thenComparing(outcome -> -outcome.setting().hashes().length)
            .thenComparing(outcome -> outcome.setting().leastSimilarity());
    return outcomes.stream()
        .filter(outcome -> outcome.precision() >= precision)
        .max(
            Comparator.comparingDouble(Outcome::recall)
                .thenComparingDouble(Outcome::precision)
                .thenComparing(cheaper))
        .orElseGet(
            () ->
                outcomes.stream()
                    .max(Comparator.comparingDouble(Outcome::f1).thenComparing(cheaper))
                    .orElseThrow());
  }

  /** A setting of the stage {@code neighbors}. */
  public static final class Setting {
    private final int[] hashes;
    private final boolean crops;
    private final int radius;
    private final double leastSimilarity;

    /**
     * A setting.
     *
     * @param hashes places of the hashes that propose, in a {@link JudgedPair}'s distances
     */
    public Setting(int[] hashes, boolean crops, int radius, double leastSimilarity) {
      this.hashes = hashes.clone();
      this.crops = crops;
      this.radius = radius;
      this.leastSimilarity = leastSimilarity;
    }

    public int[] hashes() {
      return hashes.clone();
    }

    public boolean crops() {
      return crops;
    }

    public int radius() {
      return radius;
    }

    public double leastSimilarity() {
      return leastSimilarity;
    }
  }

  /** A pair with a person's judgement and what was measured of it. */
  public static final class JudgedPair {
    private final boolean nearDuplicate;
    private final int[] distances;
    private final int[] cropDistances;
    private final double similarity;

    /**
     * A pair.
     *
     * @param distances of the whole images, by hash
     * @param cropDistances the smallest between a crop of the one and the whole of the other
     */
    public JudgedPair(
        boolean nearDuplicate, int[] distances, int[] cropDistances, double similarity) {
      this.nearDuplicate = nearDuplicate;
      this.distances = distances.clone();
      this.cropDistances = cropDistances.clone();
      this.similarity = similarity;
    }

    boolean nearDuplicate() {
      return nearDuplicate;
    }

    boolean foundBy(Setting setting) {
      if (similarity < setting.leastSimilarity) {
        return false;
      }
      boolean crops = setting.crops && setting.leastSimilarity > EVERY;
      int cropRadius = View.CENTRE.radius(setting.radius);
      for (int hash : setting.hashes) {
        if (distances[hash] <= setting.radius || crops && cropDistances[hash] <= cropRadius) {
          return true;
        }
      }
      return false;
    }
  }

  /** What a setting finds. */
  public static final class Outcome {
    private final Setting setting;
    private final long found;
    private final long right;
    private final long nearDuplicates;

    private Outcome(Setting setting, long found, long right, long nearDuplicates) {
      this.setting = setting;
      this.found = found;
      this.right = right;
      this.nearDuplicates = nearDuplicates;
    }

    public Setting setting() {
      return setting;
    }

    /** Pairs of the list that it takes for near-duplicates. */
    public long found() {
      return found;
    }

    /** Those of them that are. */
    public long right() {
      return right;
    }

    /** Share of what is found that is right, 0 to 1; not a number where nothing is found. */
    public double precision() {
      return (double) right / found;
    }

    /** Share of the near-duplicates that is found, 0 to 1. */
    public double recall() {
      return (double) right / nearDuplicates;
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
      return 2.0 * right / (found + nearDuplicates);
    }
  }
}
