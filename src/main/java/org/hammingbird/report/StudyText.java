package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How a study's figures are written: a mean {@code key} with {@code key-low}, {@code key-high}. */
final class StudyText {
  private static final int MOST_DECIMALS = 8;

  private StudyText() {}

  /** NaN where it could not be had. */
  static double number(JsonNode figures, String key) {
    return figures.path(key).asDouble(Double.NaN);
  }

  /** A share with half its interval: {@code 61.2% ± 0.8}. */
  static String percent(JsonNode figures, String key) {
    return Text.percent(number(figures, key)) + plusMinus(figures, key);
  }

  /** A share with an interval that may lie unevenly: {@code 61.2% (59.9% to 62.6%)}. */
  static String percentRange(JsonNode figures, String key) {
    return Text.percent(number(figures, key)) + inBrackets(percents(figures, key));
  }

  /** The interval of a share: {@code 59.9% to 62.6%}; empty where it is not known. */
  static String percents(JsonNode figures, String key) {
    return isIntervalKnown(figures, key)
        ? Text.percents(number(figures, key + "-low"), number(figures, key + "-high"))
        : "";
  }

  static String inBrackets(String interval) {
    return interval.isEmpty() ? "" : " (" + interval + ")";
  }

  /** A number between 0 and 1: {@code 0.516 (0.512 to 0.520)}. */
  static String decimalCell(JsonNode figures, String key) {
    return Text.decimal(number(figures, key), 3) + decimalInterval(figures, key);
  }

  /** The interval alone, in brackets with a space before them; empty where it is not known. */
  static String decimalInterval(JsonNode figures, String key) {
    return isIntervalKnown(figures, key)
        ? inBrackets(
            Text.decimal(number(figures, key + "-low"), 3)
                + " to "
                + Text.decimal(number(figures, key + "-high"), 3))
        : "";
  }

  /** A difference of shares with its interval: {@code +1.2 points (+0.4 to +2.0)}. */
  static String pointsRange(JsonNode figures, String key) {
    return Text.signed(100 * number(figures, key), 1)
        + (Double.isNaN(number(figures, key)) ? "" : " points")
        + inBrackets(interval(figures, key, 1));
  }

  /** A difference of shares in points with half its interval: {@code +1.2 ± 0.8 points}. */
  static String points(JsonNode figures, String key) {
    return pointsAlone(figures, key) + " points";
  }

  /** The same without its unit, where that stands before: {@code +1.2 ± 0.8}. */
  static String pointsAlone(JsonNode figures, String key) {
    return Text.signed(100 * number(figures, key), 1) + plusMinus(figures, key);
  }

  /** The interval of a difference of shares in points: {@code −0.6 to −0.2}; empty without. */
  static String interval(JsonNode figures, String key, int decimals) {
    return isIntervalKnown(figures, key)
        ? Text.signed(100 * number(figures, key + "-low"), decimals)
            + " to "
            + Text.signed(100 * number(figures, key + "-high"), decimals)
        : "";
  }

  /**
   * By how much something changes that its sentence calls a rise or a fall: {@code 0.4 points (0.2
   * to 0.6)}. Where the interval has both, its ends have signs: a fall's is {@code (−0.6 to +0.1)}.
   *
   * @param falls whether a positive figure is a fall
   */
  static String change(JsonNode figures, String key, boolean falls, int decimals) {
    double low = 100 * number(figures, key + (falls ? "-high" : "-low")) * (falls ? -1 : 1);
    double high = 100 * number(figures, key + (falls ? "-low" : "-high")) * (falls ? -1 : 1);
    String size = Text.decimal(100 * Math.abs(number(figures, key)), decimals) + " points";
    if (!isIntervalKnown(figures, key)) {
      return size;
    }
    return size
        + (low * high > 0
            ? String.format(
                " (%s to %s)",
                Text.decimal(Math.min(Math.abs(low), Math.abs(high)), decimals),
                Text.decimal(Math.max(Math.abs(low), Math.abs(high)), decimals))
            : String.format(
                " (%s to %s)", Text.signed(low, decimals), Text.signed(high, decimals)));
  }

  /** Whether a difference's interval is known and without 0. */
  static boolean isSure(JsonNode figures, String key) {
    return number(figures, key + "-low") > 0 || number(figures, key + "-high") < 0;
  }

  /**
   * What a sentence says behind a difference that its interval does not tell from none, or that has
   * no interval; empty for others.
   */
  static String unsure(JsonNode figures, String key) {
    if (!isIntervalKnown(figures, key)) {
      return ", which so few trainings do not tell from chance";
    }
    return isSure(figures, key) ? "" : ", which may be chance";
  }

  static boolean isIntervalKnown(JsonNode figures, String key) {
    return figures.has(key + "-low") && figures.has(key + "-high");
  }

  /** A share in percent with so many decimals. */
  static String percent(double share, int decimals) {
    return Text.decimal(100 * share, decimals) + "%";
  }

  /**
   * How many decimals two shares in percent need so that their difference as it is printed is that
   * of the numbers as they are printed, and not 0 where they differ.
   */
  static int decimals(double from, double to, int least) {
    int decimals = least;
    while (decimals < MOST_DECIMALS && !agree(from, to, decimals)) {
      decimals++;
    }
    return decimals;
  }

  private static boolean agree(double from, double to, int decimals) {
    long difference = rounded(to - from, decimals);
    return rounded(to, decimals) - rounded(from, decimals) == difference
        && (difference != 0 || rounded(to - from, MOST_DECIMALS) == 0);
  }

  /** In units of the last decimal, as printing rounds. */
  private static long rounded(double share, int decimals) {
    return new BigDecimal(100 * share)
        .setScale(decimals, RoundingMode.HALF_UP)
        .unscaledValue()
        .longValueExact();
  }

  private static String plusMinus(JsonNode figures, String key) {
    double half = (number(figures, key + "-high") - number(figures, key + "-low")) / 2;
    return Double.isNaN(half) ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * half);
  }
}
