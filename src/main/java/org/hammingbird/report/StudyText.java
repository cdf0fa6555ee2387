package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How a study's figures are written: a mean {@code key} with {@code key-low}, {@code key-high}. */
final class StudyText {
  private StudyText() {}

  /** NaN where it could not be had. */
  static double number(JsonNode figures, String key) {
    return figures.path(key).asDouble(Double.NaN);
  }

  /** A share with half its interval: {@code 61.2% ± 0.8}. */
  static String percent(JsonNode figures, String key) {
    return Text.percent(number(figures, key)) + plusMinus(figures, key);
  }

  /** A difference of shares in points with half its interval: {@code +1.2 ± 0.8 points}. */
  static String points(JsonNode figures, String key, boolean withoutSign) {
    double value = 100 * number(figures, key);
    return String.format(
            Locale.ROOT, withoutSign ? "%.1f" : "%+.1f", withoutSign ? Math.abs(value) : value)
        + plusMinus(figures, key)
        + " points";
  }

  /** The interval of a difference of shares: {@code 95%: -0.6 to -0.2}. */
  static String interval(JsonNode figures, String key) {
    return String.format(
        Locale.ROOT,
        "95%%: %+.2f to %+.2f points",
        100 * number(figures, key + "-low"),
        100 * number(figures, key + "-high"));
  }

  private static String plusMinus(JsonNode figures, String key) {
    double half = (number(figures, key + "-high") - number(figures, key + "-low")) / 2;
    return Double.isNaN(half) ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * half);
  }
}
