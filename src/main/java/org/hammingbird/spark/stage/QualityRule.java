package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.image.QualityMeasure;

/** When an image is of low quality: a measure lies beyond a limit. Immutable. */
final class QualityRule {
  static final String GREY = "grey";

  private final String reason;
  private final String measure;
  private final boolean below;
  private final double limit;

  private QualityRule(String reason, String measure, boolean below, double limit) {
    this.reason = reason;
    this.measure = measure;
    this.below = below;
    this.limit = limit;
  }

  /** Low quality where the measure is less than the limit. */
  static QualityRule below(String reason, String measure, double limit) {
    return new QualityRule(reason, measure, true, limit);
  }

  /** Low quality where the measure is more than the limit. */
  static QualityRule above(String reason, String measure, double limit) {
    return new QualityRule(reason, measure, false, limit);
  }

  /** The rule with the laxer one of its limit and this. */
  QualityRule orAt(double other) {
    return new QualityRule(
        reason, measure, below, below ? Math.max(limit, other) : Math.min(limit, other));
  }

  /** Such as {@code blurred}. */
  String reason() {
    return reason;
  }

  /** A column of {@link QualityMeasure}, or {@code side}, {@code aspect}. */
  String measure() {
    return measure;
  }

  double limit() {
    return limit;
  }

  /** Whether low values are of low quality rather than high ones. */
  boolean isBelow() {
    return below;
  }

  /** In words: {@code below 20}. */
  String condition() {
    return (below ? "below " : "above ") + TextTable.number(limit);
  }

  /** The measure, of a row of the table {@code hashes}. */
  Column value() {
    switch (measure) {
      case "side":
        return least(col("width"), col("height")).cast(DataTypes.DoubleType);
      case "aspect":
        return greatest(col("width"), col("height"))
            .cast(DataTypes.DoubleType)
            .divide(least(col("width"), col("height")));
      default:
        return col(measure);
    }
  }

  Column broken() {
    return below ? value().lt(lit(limit)) : value().gt(lit(limit));
  }

  /** Sorts the worst first. */
  Column order() {
    return below ? value() : value().multiply(lit(-1.0));
  }

  /** The share of the collection, from the worst, as a quantile of the measure. */
  double quantile(double share) {
    return below ? share : 1 - share;
  }
}
