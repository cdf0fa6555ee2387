package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.TreeSet;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;

/** The settings of group {@code tune}, checked. */
public final class TuneOptions {
  private static final String RADII = "tune.radii";
  private static final String SIMILARITIES = "tune.min-similarities";

  private final String pairs;
  private final int[] radii;
  private final double[] minSimilarities;
  private final double precision;
  private final List<HashAlgorithm> algorithms;

  private TuneOptions(Config settings) {
    pairs = settings.getString("tune.pairs");
    if (pairs.isEmpty()) {
      throw new UserException(
          "tune.pairs is empty: name a CSV of pairs that you have judged, with the columns left, right and near_duplicate (1 or 0)");
    }
    radii =
        numbers(settings, RADII, 0, 64, "whole numbers of 0 to 64").stream()
            .mapToInt(Double::intValue)
            .toArray();
    minSimilarities =
        numbers(settings, SIMILARITIES, -1, 1, "numbers of -1 to 1").stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    precision = SettingChecks.number(settings, "tune.precision", 0, 1);
    algorithms = NeighborsOptions.from(settings).algorithms();
  }

  private static TreeSet<Double> numbers(
      Config settings, String key, double least, double greatest, String allowed) {
    try {
      TreeSet<Double> numbers = new TreeSet<>(settings.getDoubleList(key));
      boolean whole = key.equals(RADII);
      if (!numbers.isEmpty()
          && numbers.first() >= least
          && numbers.last() <= greatest
          && (!whole || numbers.stream().allMatch(number -> number == Math.rint(number)))) {
        return numbers;
      }
    } catch (ConfigException e) {
      // said below
    }
    throw SettingChecks.invalid(key, settings.getValue(key).unwrapped(), allowed);
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static TuneOptions from(Config settings) {
    return new TuneOptions(settings);
  }

  /** The file of judged pairs. */
  String pairs() {
    return pairs;
  }

  /** Radii to try, ascending. */
  int[] radii() {
    return radii.clone();
  }

  /** Least similarities to try, ascending. */
  double[] minSimilarities() {
    return minSimilarities.clone();
  }

  /** What the recommended setting must reach. */
  double precision() {
    return precision;
  }

  /** Hashes to try, alone and together: those of {@code neighbors.algorithms}. */
  List<HashAlgorithm> algorithms() {
    return algorithms;
  }
}
