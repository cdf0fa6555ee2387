package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What there is: images by class and split, and what could not be hashed. */
public final class DatasetSection {
  static final String ID = "dataset";
  private static final String TITLE = "Dataset";
  private static final int MOST_ROWS = 200;
  private static final int MOST_BARS = 40;
  private static final String[] SPLITS = {"train", "validation", "test"};

  private DatasetSection() {}

  public static Section missing() {
    return Section.missing(ID, TITLE, "hash");
  }

  /**
   * @param images hashed images by class, then split
   * @param rejects images that could not be hashed, by cause
   * @param sample some of the rejects: id, class, split, address, cause, detail
   */
  public static Section of(
      Map<String, Map<String, Long>> images, Map<String, Long> rejects, List<List<String>> sample) {
    long total = images.values().stream().mapToLong(DatasetSection::sum).sum();
    long rejected = sum(rejects);
    Section section =
        Section.of(ID, TITLE, "Images that were decoded and hashed, and those that could not be.")
            .withFinding(finding(images.size(), total, rejects, rejected))
            .with(figures(images, total, rejected));
    if (total > 0) {
      section = section.with(chart(images)).with(table(images, total));
    }
    if (rejected == 0) {
      return section.with(new Note("No image was rejected."));
    }
    return section.with(causes(rejects, rejected)).with(rejectSample(sample, rejected));
  }

  private static String finding(int classes, long total, Map<String, Long> rejects, long rejected) {
    String sentence =
        Text.count(total, "image", "images")
            + " in "
            + Text.count(classes, "class", "classes")
            + " were hashed";
    if (rejected == 0) {
      return sentence + "; none was rejected.";
    }
    Map.Entry<String, Long> first = falling(rejects).entrySet().iterator().next();
    return sentence
        + String.format(
            "; %s (%s) could not be, most often %s (%s).",
            Text.count(rejected),
            Text.percent(rejected, total + rejected),
            cause(first.getKey()),
            Text.count(first.getValue()));
  }

  private static Figures figures(Map<String, Map<String, Long>> images, long total, long rejected) {
    Figures figures =
        Figures.none()
            .with(Text.count(total), "images hashed", "")
            .with(Text.count(images.size()), "classes", "");
    for (String split : SPLITS) {
      long count = images.values().stream().mapToLong(s -> s.getOrDefault(split, 0L)).sum();
      if (count > 0) {
        figures = figures.with(Text.count(count), split, Text.percent(count, total));
      }
    }
    return figures.with(Text.count(rejected), "rejected", Text.percent(rejected, total + rejected));
  }

  private static Chart chart(Map<String, Map<String, Long>> images) {
    List<String> classes = largest(images).stream().limit(MOST_BARS).collect(Collectors.toList());
    String summary =
        classes.size() < images.size()
            ? "The " + MOST_BARS + " largest of " + Text.count(images.size()) + " classes."
            : "From the largest class to the smallest.";
    Chart chart =
        Chart.of(Chart.Kind.STACKED_ROWS, "Images by class and split", summary, classes)
            .withAxes("", "images");
    for (String split : SPLITS) {
      List<Long> counts =
          classes.stream()
              .map(name -> images.get(name).getOrDefault(split, 0L))
              .collect(Collectors.toList());
      if (counts.stream().anyMatch(count -> count > 0)) {
        chart = chart.withSeries(split, counts);
      }
    }
    return chart;
  }

  private static DataTable table(Map<String, Map<String, Long>> images, long total) {
    List<String> splits =
        Arrays.stream(SPLITS)
            .filter(split -> images.values().stream().anyMatch(s -> s.containsKey(split)))
            .collect(Collectors.toList());
    List<String> columns = new ArrayList<>(List.of("class"));
    columns.addAll(splits);
    columns.addAll(List.of("all", "share"));
    List<List<String>> rows = new ArrayList<>();
    for (String name : largest(images)) {
      if (rows.size() == MOST_ROWS) {
        break;
      }
      Map<String, Long> counts = images.get(name);
      List<String> row = new ArrayList<>(List.of(name));
      for (String split : splits) {
        row.add(Text.count(counts.getOrDefault(split, 0L)));
      }
      row.add(Text.count(sum(counts)));
      row.add(Text.percent(sum(counts), total));
      rows.add(row);
    }
    return DataTable.of("Classes", columns.toArray(new String[0]))
        .withRows(rows)
        .withNote(shown(rows.size(), images.size(), "classes"));
  }

  private static DataTable causes(Map<String, Long> rejects, long rejected) {
    List<List<String>> rows = new ArrayList<>();
    falling(rejects)
        .forEach(
            (cause, count) ->
                rows.add(List.of(cause(cause), Text.count(count), Text.percent(count, rejected))));
    return DataTable.of("Rejects by cause", "cause", "images", "share").withRows(rows);
  }

  private static DataTable rejectSample(List<List<String>> sample, long rejected) {
    List<List<String>> rows = sample.stream().limit(MOST_ROWS).collect(Collectors.toList());
    return DataTable.of("Rejects", "id", "class", "split", "address", "cause", "detail")
        .withRows(rows)
        .withNote(shown(rows.size(), rejected, "rejects"));
  }

  /** How many of how many are shown; empty where all are. */
  static String shown(long shown, long all, String what) {
    return shown >= all
        ? ""
        : "The first " + Text.count(shown) + " of " + Text.count(all) + " " + what + " are shown.";
  }

  /** A text, and behind it what is shown where that is not all. */
  static String withShown(String text, long shown, long all, String what) {
    return (text + " " + shown(shown, all, what)).stripTrailing();
  }

  private static String cause(String id) {
    return id.replace('-', ' ');
  }

  private static List<String> largest(Map<String, Map<String, Long>> images) {
    Map<String, Long> sums = new TreeMap<>();
    images.forEach((name, splits) -> sums.put(name, sum(splits)));
    return new ArrayList<>(falling(sums).keySet());
  }

  /** Entries by falling count, equal ones by name. */
  private static Map<String, Long> falling(Map<String, Long> counts) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
