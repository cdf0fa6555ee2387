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

  /** A share with an interval that may lie unevenly: {@code 61.2% (95%: 59.9% to 62.6%)}. */
  static String percentRange(JsonNode figures, String key) {
    return Text.percent(number(figures, key)) + inBrackets(percentInterval(figures, key));
  }

  /** The same for a cell of a table that says what its intervals are. */
  static String percentCell(JsonNode figures, String key) {
    return Text.percent(number(figures, key)) + inBrackets(percents(figures, key));
  }

  /** The interval of a share: {@code 95%: 59.9% to 62.6%}; empty where it is not known. */
  static String percentInterval(JsonNode figures, String key) {
    String percents = percents(figures, key);
    return percents.isEmpty() ? "" : "95%: " + percents;
  }

  private static String percents(JsonNode figures, String key) {
    return isIntervalKnown(figures, key)
        ? Text.percents(number(figures, key + "-low"), number(figures, key + "-high"))
        : "";
  }

  static String inBrackets(String interval) {
    return interval.isEmpty() ? "" : " (" + interval + ")";
  }

  /** A number between 0 and 1 for a cell of such a table: {@code 0.516 (0.512 to 0.520)}. */
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

  /** A difference of shares with its interval: {@code +1.2 points (95%: +0.4 to +2.0 points)}. */
  static String pointsRange(JsonNode figures, String key) {
    return signedPoints(number(figures, key)) + bracketed(figures, key, 1);
  }

  /** The same for a cell of a table that says what its intervals are. */
  static String pointsCell(JsonNode figures, String key) {
    return signedPoints(number(figures, key))
        + (isIntervalKnown(figures, key) ? inBrackets(range(figures, key, 1)) : "");
  }

  private static String signedPoints(double difference) {
    return Double.isNaN(difference)
        ? "–"
        : String.format(Locale.ROOT, "%+.1f points", 100 * difference);
  }

  /** A difference of shares in points with half its interval: {@code +1.2 ± 0.8 points}. */
  static String points(JsonNode figures, String key, boolean withoutSign) {
    double value = 100 * number(figures, key);
    return String.format(
            Locale.ROOT, withoutSign ? "%.1f" : "%+.1f", withoutSign ? Math.abs(value) : value)
        + plusMinus(figures, key)
        + " points";
  }

  /** The interval of a difference of shares: {@code 95%: -0.6 to -0.2 points}; empty without. */
  static String interval(JsonNode figures, String key, int decimals) {
    return isIntervalKnown(figures, key) ? "95%: " + range(figures, key, decimals) + " points" : "";
  }

  /** The same in brackets, with a space before them. */
  static String bracketed(JsonNode figures, String key, int decimals) {
    return inBrackets(interval(figures, key, decimals));
  }

  /**
   * What a sentence says behind a difference that its interval does not tell from none, or that has
   * no interval; empty for others.
   */
  static String unsure(JsonNode figures, String key) {
    if (!isIntervalKnown(figures, key)) {
      return ", which so few trainings do not tell from chance";
    }
    return number(figures, key + "-low") > 0 || number(figures, key + "-high") < 0
        ? ""
        : ", which chance may do as well";
  }

  private static boolean isIntervalKnown(JsonNode figures, String key) {
    return figures.has(key + "-low") && figures.has(key + "-high");
  }

  private static String range(JsonNode figures, String key, int decimals) {
    return String.format(
        Locale.ROOT,
        "%+." + decimals + "f to %+." + decimals + "f",
        100 * number(figures, key + "-low"),
        100 * number(figures, key + "-high"));
  }

  /** A share in percent with so many decimals. */
  static String percent(double share, int decimals) {
    return Text.decimal(100 * share, decimals) + "%";
  }

  /**
   * How many decimals two shares in percent need, two at least, so that their difference as it is
   * printed is that of the numbers as they are printed, and not 0 where they differ.
   */
  static int decimals(double from, double to) {
    int decimals = 2;
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
