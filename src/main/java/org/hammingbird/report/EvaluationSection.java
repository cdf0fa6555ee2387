package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hammingbird.evaluation.ConfusionMatrix;
import org.hammingbird.evaluation.DegradationCurve;
import org.hammingbird.evaluation.Interval;

/** What a model gets right: on clean images, on degraded ones, and by measured quality. */
public final class EvaluationSection {
  private static final int MOST_ROWS = 200;
  private static final int MOST_CONFUSIONS = 20;

  private static final int MOST_NAMES = 20;

  private EvaluationSection() {}

  public static Section missing() {
    return Section.missing("evaluation", "Evaluation", "evaluate");
  }

  /**
   * @param name of the evaluation, without spaces
   * @param split that was evaluated
   * @param matrix of the clean images
   * @param confused the most confused classes with examples; may be without groups
   * @param curves a corruption each; may be empty
   * @param groups of images by measured quality; may be empty
   */
  public static Section of(
      String name,
      String model,
      String split,
      ConfusionMatrix matrix,
      Gallery confused,
      List<DegradationCurve> curves,
      List<QualityGroup> groups) {
    boolean only = name.equals("default");
    Section section =
        Section.of(
                only ? "evaluation" : "evaluation-" + name,
                only ? "Evaluation" : "Evaluation: " + name,
                String.format(
                    "The model %s on %s of the %s split, cut at the centre. Intervals are Wilson's at 95%%.",
                    model, Text.count(matrix.total(), "image", "images"), split))
            .withFinding(accuracy(model, split, matrix) + mistake(matrix))
            .with(figures(matrix, curves));
    section =
        matrix.size() <= MatrixBlock.MOST_CLASSES
            ? section.with(new MatrixBlock(matrix))
            : section.with(confusions(matrix));
    section = confused.groups().isEmpty() ? section : section.with(confused);
    section = section.with(classes(matrix));
    if (!curves.isEmpty()) {
      section =
          section
              .withFinding(Finding.Topic.DEGRADED, degradation(model, curves))
              .with(chart(curves))
              .with(drops(curves));
    }
    if (!groups.isEmpty()) {
      section = section.with(quality(groups));
      String finding = qualityFinding(model, groups);
      section = finding.isEmpty() ? section : section.withFinding(Finding.Topic.QUALITY, finding);
    }
    return section;
  }

  /**
   * Says at the end of the last of these sections which evaluations have none.
   *
   * @param sections at least one
   * @param others names of evaluations; may be empty
   */
  public static List<Section> withOthers(List<Section> sections, List<String> others) {
    if (others.isEmpty()) {
      return sections;
    }
    List<Section> all = new ArrayList<>(sections);
    int last = all.size() - 1;
    int named = Math.min(others.size(), MOST_NAMES);
    String names =
        String.join(", ", others.subList(0, named)) + (named < others.size() ? ", …" : "");
    all.set(
        last,
        all.get(last)
            .with(
                new Note(
                    String.format(
                        "The first %d evaluations are shown, not %s: %s.",
                        all.size(), Text.count(others.size(), "other", "others"), names))));
    return all;
  }

  private static String accuracy(String model, String split, ConfusionMatrix matrix) {
    String sentence =
        String.format(
            "The model %s names the class of %s of %s %s correctly (%s)",
            model,
            Text.percent(matrix.accuracy()),
            Text.count(matrix.total()),
            split + " images",
            range(matrix.accuracyInterval()));
    List<Integer> known =
        IntStream.range(0, matrix.size())
            .filter(c -> matrix.actual(c) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(matrix::recall))
            .collect(Collectors.toList());
    if (known.size() < 2) {
      return sentence + ".";
    }
    int worst = known.get(0);
    int best = known.get(known.size() - 1);
    return sentence
        + String.format(
            ": most often %s (%s), least often %s (%s).",
            matrix.classes().get(best),
            Text.percent(matrix.recall(best)),
            matrix.classes().get(worst),
            Text.percent(matrix.recall(worst)));
  }

  private static String range(Interval interval) {
    return Text.percents(interval.low(), interval.high());
  }

  /** The classes that are most often confused; empty where none are. */
  private static String mistake(ConfusionMatrix matrix) {
    List<int[]> cells = mistakes(matrix);
    if (cells.isEmpty()) {
      return "";
    }
    int[] most = cells.get(0);
    return String.format(
        " Most often confused: %s, taken for %s in %s (%s).",
        matrix.classes().get(most[0]),
        matrix.classes().get(most[1]),
        Text.count(matrix.count(most[0], most[1]), "image", "images"),
        Text.percent(matrix.count(most[0], most[1]), matrix.actual(most[0])));
  }

  private static Figures figures(ConfusionMatrix matrix, List<DegradationCurve> curves) {
    Interval interval = matrix.accuracyInterval();
    Figures figures =
        Figures.none()
            .with(Text.percent(matrix.accuracy()), "top-1 accuracy", range(interval))
            .with(Text.decimal(matrix.macroF1(), 3), "mean F1 of the classes", "")
            .with(Text.count(matrix.total()), "images", Text.count(matrix.correct()) + " right");
    double error =
        curves.stream()
            .mapToDouble(DegradationCurve::meanError)
            .filter(e -> !Double.isNaN(e))
            .average()
            .orElse(Double.NaN);
    return Double.isNaN(error)
        ? figures
        : figures.with(Text.percent(error), "mean corruption error", "unnormalised");
  }

  private static DataTable classes(ConfusionMatrix matrix) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < Math.min(matrix.size(), MOST_ROWS); c++) {
      rows.add(
          List.of(
              matrix.classes().get(c),
              Text.count(matrix.actual(c)),
              Text.percent(matrix.precision(c)),
              Text.percent(matrix.recall(c)),
              Text.decimal(matrix.f1(c), 3)));
    }
    return DataTable.of("Classes", "class", "images", "precision", "recall", "F1")
        .withRows(rows)
        .withNote(DatasetSection.shown(rows.size(), matrix.size(), "classes"));
  }

  /** Pairs of actual and predicted class, the most frequent first. */
  private static List<int[]> mistakes(ConfusionMatrix matrix) {
    List<int[]> cells = new ArrayList<>();
    for (int actual = 0; actual < matrix.size(); actual++) {
      for (int predicted = 0; predicted < matrix.size(); predicted++) {
        if (actual != predicted && matrix.count(actual, predicted) > 0) {
          cells.add(new int[] {actual, predicted});
        }
      }
    }
    cells.sort(Comparator.comparingLong((int[] c) -> matrix.count(c[0], c[1])).reversed());
    return cells;
  }

  private static DataTable confusions(ConfusionMatrix matrix) {
    List<int[]> cells = mistakes(matrix);
    List<List<String>> rows = new ArrayList<>();
    for (int[] cell : cells.subList(0, Math.min(cells.size(), MOST_CONFUSIONS))) {
      rows.add(
          List.of(
              matrix.classes().get(cell[0]),
              matrix.classes().get(cell[1]),
              Text.count(matrix.count(cell[0], cell[1])),
              Text.percent(matrix.count(cell[0], cell[1]), matrix.actual(cell[0]))));
    }
    return DataTable.of("Most frequent confusions", "actual", "predicted", "images", "of the class")
        .withRows(rows);
  }

  private static String degradation(String model, List<DegradationCurve> curves) {
    DegradationCurve worst = null;
    int at = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (DegradationCurve curve : curves) {
      for (int severity : curve.measured()) {
        if (curve.drop(severity) > most) {
          most = curve.drop(severity);
          worst = curve;
          at = severity;
        }
      }
    }
    if (worst == null || most <= 0) {
      return "No corruption lowers the accuracy of the model " + model + ".";
    }
    return String.format(
        "Of %s, %s costs the model %s most: at severity %d its accuracy falls by %s, to %s.",
        Text.count(curves.size(), "corruption", "corruptions"),
        Text.words(worst.corruption()),
        model,
        at,
        Text.points(most),
        Text.percent(worst.accuracy(at)));
  }

  private static Chart chart(List<DegradationCurve> curves) {
    List<String> severities = List.of("clean", "1", "2", "3", "4", "5");
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                "Accuracy against severity",
                "Top-1 accuracy on the same images, degraded. Parameters of CIFAR-10-C, lengths in proportion to the image's side.",
                severities)
            .withAxes("severity", "")
            .asShares();
    for (DegradationCurve curve : curves) {
      chart =
          chart.withSeries(
              Text.words(curve.corruption()),
              IntStream.rangeClosed(0, DegradationCurve.SEVERITIES)
                  .mapToObj(curve::accuracy)
                  .collect(Collectors.toList()));
    }
    return chart;
  }

  private static DataTable drops(List<DegradationCurve> curves) {
    List<List<String>> rows = new ArrayList<>();
    for (DegradationCurve curve : curves) {
      List<String> row = new ArrayList<>(List.of(Text.words(curve.corruption())));
      for (int severity = 1; severity <= DegradationCurve.SEVERITIES; severity++) {
        row.add(Text.points(curve.drop(severity)));
      }
      row.add(Text.percent(curve.meanError()));
      rows.add(row);
    }
    return DataTable.of(
            "Drop from clean",
            "corruption",
            "severity 1",
            "severity 2",
            "severity 3",
            "severity 4",
            "severity 5",
            "mean error")
        .withRows(rows);
  }

  private static DataTable quality(List<QualityGroup> groups) {
    List<List<String>> rows = new ArrayList<>();
    for (QualityGroup group : groups) {
      if (group.images == 0) {
        continue;
      }
      Interval interval = Interval.wilson(group.correct, group.images);
      rows.add(
          List.of(
              group.measure,
              group.range,
              Text.count(group.images),
              Text.percent(group.accuracy()),
              range(interval)));
    }
    return DataTable.of(
            "Accuracy by measured quality",
            "measure",
            "range",
            "images",
            "accuracy",
            "95% interval")
        .withRows(rows)
        .withNote("Thirds of the evaluated images by each measure, from lowest to highest.");
  }

  private static String qualityFinding(String model, List<QualityGroup> groups) {
    List<QualityGroup> sharpness =
        groups.stream()
            .filter(group -> group.measure.equals("sharpness") && group.images > 0)
            .collect(Collectors.toList());
    if (sharpness.size() < 2) {
      return "";
    }
    return String.format(
        "On the least sharp third of the images the accuracy of the model %s is %s, on the sharpest %s.",
        model,
        Text.percent(sharpness.get(0).accuracy()),
        Text.percent(sharpness.get(sharpness.size() - 1).accuracy()));
  }

  /** Images whose measure lies in one range. */
  public static final class QualityGroup {
    private final String measure;
    private final String range;
    private final long images;
    private final long correct;

    /**
     * @param measure such as {@code sharpness}
     * @param range in words, groups of a measure in rising order
     */
    public QualityGroup(String measure, String range, long images, long correct) {
      this.measure = measure;
      this.range = range;
      this.images = images;
      this.correct = correct;
    }

    /** Share of the images that were named correctly; NaN without images. */
    public double accuracy() {
      return images == 0 ? Double.NaN : (double) correct / images;
    }
  }
}
