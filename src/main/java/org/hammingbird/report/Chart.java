package org.hammingbird.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lines, points or bars over categories; drawn by the page's script from {@link #data()}.
 * Immutable. A value that is unknown (NaN) is a gap.
 */
public final class Chart implements Block {
  /** What is drawn. */
  public enum Kind {
    LINES,
    /** Lines with the area below them filled. */
    AREAS,
    /** Points alone. */
    POINTS,
    BARS,
    /** Bars from the left, the series stacked. */
    STACKED_ROWS
  }

  private final Kind chartKind;
  private final String title;
  private final String summary;
  private final String xName;
  private final String yName;
  private final boolean shares;
  private final List<String> categories;
  private final List<Map<String, Object>> series;

  private Chart(
      Kind chartKind,
      String title,
      String summary,
      List<String> axes,
      boolean shares,
      List<String> categories,
      List<Map<String, Object>> series) {
    this.chartKind = Objects.requireNonNull(chartKind);
    this.title = Objects.requireNonNull(title);
    this.summary = Objects.requireNonNull(summary);
    this.xName = axes.get(0);
    this.yName = axes.get(1);
    this.shares = shares;
    this.categories = categories;
    this.series = series;
  }

  /**
   * A chart without series yet.
   *
   * @param summary what is to be seen, for those who cannot see it and below the chart
   * @param categories along the first axis
   */
  public static Chart of(Kind kind, String title, String summary, List<String> categories) {
    List<String> names = new ArrayList<>();
    categories.forEach(name -> names.add(Text.clipped(name, 40)));
    return new Chart(kind, title, summary, List.of("", ""), false, names, new ArrayList<>());
  }

  /** This chart with names of its axes. */
  public Chart withAxes(String x, String y) {
    return new Chart(chartKind, title, summary, List.of(x, y), shares, categories, series);
  }

  /** This chart where values are shares of 0 to 1, written in percent. */
  public Chart asShares() {
    return new Chart(chartKind, title, summary, List.of(xName, yName), true, categories, series);
  }

  /** This chart with one more series, a value for each category. */
  public Chart withSeries(String name, List<? extends Number> values) {
    if (values.size() != categories.size()) {
      throw new IllegalArgumentException(
          "Invalid series: "
              + values.size()
              + " values (must be one for each of "
              + categories.size()
              + " categories)");
    }
    List<Object> known = new ArrayList<>();
    values.forEach(value -> known.add(isKnown(value) ? value : null));
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", Text.clipped(name, 60));
    one.put("data", known);
    List<Map<String, Object>> more = new ArrayList<>(series);
    more.add(one);
    return new Chart(chartKind, title, summary, List.of(xName, yName), shares, categories, more);
  }

  private static boolean isKnown(Number value) {
    return value != null
        && !Double.isNaN(value.doubleValue())
        && !Double.isInfinite(value.doubleValue());
  }

  @Override
  public String kind() {
    return "chart";
  }

  public String title() {
    return title;
  }

  public String summary() {
    return summary;
  }

  /** Bars from the left: their number decides the height. */
  public int rows() {
    return chartKind == Kind.STACKED_ROWS ? categories.size() : 0;
  }

  /** What the page's script draws from: strings, numbers, booleans, lists and maps. */
  public Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("kind", chartKind.name());
    data.put("title", title);
    data.put("x", xName);
    data.put("y", yName);
    data.put("shares", shares);
    data.put("categories", categories);
    data.put("series", series);
    return data;
  }
}
