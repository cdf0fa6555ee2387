package org.hammingbird.report;

import java.util.List;
import java.util.Locale;

/** How numbers and other people's text are written in a report. */
public final class Text {
  private static final int LONGEST = 120;

  private Text() {}

  /** A count with thousands separated: {@code 50,000}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count and its noun, singular for one: {@code 1 pair}, {@code 312 pairs}. */
  public static String count(long count, String singular, String plural) {
    return count(count) + " " + (count == 1 ? singular : plural);
  }

  /** A share in percent with one decimal; a dash where it is unknown. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** An interval of shares: {@code 59.9% to 62.6%}. */
  public static String percents(double low, double high) {
    return percent(low) + " to " + percent(high);
  }

  /** A part of a whole in percent; shares too small for one decimal say so. */
  public static String percent(long part, long whole) {
    if (part > 0 && part < 0.0005 * whole) {
      return "under 0.1%";
    }
    return percent(whole == 0 ? Double.NaN : (double) part / whole);
  }

  /** A difference of shares in percentage points: {@code 12.3 points}. */
  public static String points(double difference) {
    return Double.isNaN(difference) ? "–" : decimal(100 * difference, 1) + " points";
  }

  /** A number with this many decimals; a dash where it is unknown. */
  public static String decimal(double value, int decimals) {
    return Double.isNaN(value)
        ? "–"
        : minus(String.format(Locale.ROOT, "%." + decimals + "f", value));
  }

  /** The same with its sign, 0 without: {@code +1.2}, {@code −0.4}. */
  public static String signed(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "–";
    }
    String number = String.format(Locale.ROOT, "%+." + decimals + "f", value);
    return number.matches("[+-]0(\\.0*)?") ? number.substring(1) : minus(number);
  }

  /** As it is printed, not the hyphen. */
  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }

  /** A p-value: {@code 0.0231}, {@code < 0.0001}; a dash where there is none. */
  public static String chance(double p) {
    return p < 0.0001 ? "< 0.0001" : decimal(p, 4);
  }

  /** Seconds as {@code 4.2 s} or {@code 3 min 20 s}. */
  public static String seconds(double seconds) {
    if (seconds < 120) {
      return decimal(seconds, 1) + " s";
    }
    long whole = Math.round(seconds);
    return whole / 60 + " min " + whole % 60 + " s";
  }

  /** Text of somebody else's, cut so that none can fill the page; an empty one for null. */
  public static String clipped(Object text) {
    return clipped(text, LONGEST);
  }

  /** The same of another length. */
  public static String clipped(Object text, int longest) {
    String string = text == null ? "" : text.toString();
    return string.length() <= longest ? string : string.substring(0, longest - 1) + "…";
  }

  /** A sentence from words that begin it. */
  static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Words in a row: {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** The name in settings or tables, as people write it: without hyphens and underscores. */
  public static String words(String id) {
    return id.replace('-', ' ').replace('_', ' ').replace("jpeg", "JPEG");
  }
}
