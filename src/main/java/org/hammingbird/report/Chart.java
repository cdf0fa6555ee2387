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

  /** What values are. */
  private enum Unit {
    NUMBER,
    /** 0 to 1, written in percent. */
    SHARE,
    /** Differences of shares, written in percentage points with their signs. */
    POINTS
  }

  private final Kind chartKind;
  private final String title;
  private final String summary;
  private final List<String> categories;
  private final String xName;
  private final String yName;
  private final Unit unit;
  private final boolean lowest;
  private final List<Map<String, Object>> series;

  private Chart(Kind chartKind, String title, String summary, List<String> categories) {
    this.chartKind = Objects.requireNonNull(chartKind);
    this.title = Objects.requireNonNull(title);
    this.summary = Objects.requireNonNull(summary);
    this.categories = categories;
    this.xName = "";
    this.yName = "";
    this.unit = Unit.NUMBER;
    this.lowest = false;
    this.series = List.of();
  }

  private Chart(
      Chart from, List<String> axes, Unit unit, boolean lowest, List<Map<String, Object>> series) {
    this.chartKind = from.chartKind;
    this.title = from.title;
    this.summary = from.summary;
    this.categories = from.categories;
    this.xName = axes.get(0);
    this.yName = axes.get(1);
    this.unit = unit;
    this.lowest = lowest;
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
    return new Chart(kind, title, summary, names);
  }

  /** This chart with names of its axes. */
  public Chart withAxes(String x, String y) {
    return new Chart(this, List.of(x, y), unit, lowest, series);
  }

  /** This chart where values are shares of 0 to 1, written in percent. */
  public Chart asShares() {
    return new Chart(this, List.of(xName, yName), Unit.SHARE, lowest, series);
  }

  /** This chart where values are differences of shares; a line marks where there is none. */
  Chart asPoints() {
    return new Chart(this, List.of(xName, yName), Unit.POINTS, lowest, series);
  }

  /** This chart where the axis of shares begins near the lowest of them, not at 0. */
  Chart fromLowest() {
    return new Chart(this, List.of(xName, yName), unit, true, series);
  }

  /** This chart with one more series, a value for each category. */
  public Chart withSeries(String name, List<? extends Number> values) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", Text.clipped(name, 60));
    one.put("data", known(values));
    List<Map<String, Object>> more = new ArrayList<>(series);
    more.add(one);
    return new Chart(this, List.of(xName, yName), unit, lowest, more);
  }

  /** The same with an interval about each value. */
  Chart withSeries(
      String name,
      List<? extends Number> values,
      List<? extends Number> lows,
      List<? extends Number> highs) {
    Chart more = withSeries(name, values);
    Map<String, Object> one = more.series.get(series.size());
    one.put("lows", known(lows));
    one.put("highs", known(highs));
    return more;
  }

  private List<Object> known(List<? extends Number> values) {
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
    return known;
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
    data.put("shares", unit == Unit.SHARE);
    data.put("points", unit == Unit.POINTS);
    data.put("lowest", lowest);
    data.put("categories", categories);
    data.put("series", series);
    return data;
  }
}
