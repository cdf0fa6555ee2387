package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.evaluation.MeanEstimate;
import org.hammingbird.evaluation.ShareDifference;
import scala.collection.Seq;

/** How a study's figures are written: into findings, and for people. */
final class StudyFigures {
  private StudyFigures() {}

  /**
   * A table's row by its columns' names as findings write them; nulls are left out, arrays of rows
   * become lists of maps.
   */
  static Map<String, Object> of(Row row) {
    Map<String, Object> findings = new LinkedHashMap<>();
    for (String column : row.schema().fieldNames()) {
      Object value = row.getAs(column);
      if (value instanceof Seq) {
        List<Row> rows = row.getList(row.fieldIndex(column));
        findings.put(key(column), rows.stream().map(StudyFigures::of).collect(Collectors.toList()));
      } else if (value != null) {
        findings.put(key(column), value);
      }
    }
    return findings;
  }

  private static String key(String column) {
    return column.replace('_', '-');
  }

  /** A number; JSON has no NaN, so what cannot be had is left out. */
  static void put(Map<String, Object> findings, String key, double value) {
    if (!Double.isNaN(value) && !Double.isInfinite(value)) {
      findings.put(key, value);
    }
  }

  /** An interval under {@code KEY-low} and {@code KEY-high}. */
  static void put(Map<String, Object> findings, String key, Interval interval) {
    findings.put(key + "-low", interval.low());
    findings.put(key + "-high", interval.high());
  }

  /** A mean under the key, its interval under {@code KEY-low} and {@code KEY-high}. */
  static void put(Map<String, Object> findings, String key, MeanEstimate estimate) {
    put(findings, key, estimate.mean());
    put(findings, key + "-low", estimate.low());
    put(findings, key + "-high", estimate.high());
  }

  /** A difference under the key, its interval under {@code KEY-low} and {@code KEY-high}. */
  static void put(Map<String, Object> findings, String key, ShareDifference difference) {
    findings.put(key, difference.difference());
    findings.put(key + "-low", difference.low());
    findings.put(key + "-high", difference.high());
  }

  /**
   * An accuracy over images under the key, its interval ({@link Interval#ofMean}) under {@code
   * KEY-low} and {@code KEY-high}; nothing without images.
   *
   * @param shares of the networks that name each image
   */
  static void putAccuracy(Map<String, Object> findings, String key, double[] shares) {
    Arrays.stream(shares)
        .average()
        .ifPresent(
            mean -> {
              findings.put(key, mean);
              put(findings, key, Interval.ofMean(mean, shares.length));
            });
  }

  /** A share with its interval: {@code 61.2% ± 0.8}. */
  static String percent(MeanEstimate share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share.mean()) + interval(share);
  }

  /** A difference of shares with its interval, in points: {@code -1.2 ± 0.8}. */
  static String points(MeanEstimate difference) {
    return String.format(Locale.ROOT, "%+.1f", 100 * difference.mean()) + interval(difference);
  }

  private static String interval(MeanEstimate estimate) {
    return Double.isNaN(estimate.halfWidth())
        ? ""
        : String.format(Locale.ROOT, " ± %.1f", 100 * estimate.halfWidth());
  }
}
