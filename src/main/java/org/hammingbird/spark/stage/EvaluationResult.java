package org.hammingbird.spark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.evaluation.ConfusionMatrix;

/**
 * What an evaluation found. As JSON: {@code classes}; {@code conditions}, each with {@code
 * condition}, {@code severity}, {@code images}, {@code top1}, {@code low}, {@code high} (Wilson,
 * 95%), {@code drop} from clean, {@code macro_f1}, {@code precision}, {@code recall}, {@code f1} (a
 * list each, null where unknown) and {@code confusion}, the cells above 0 as [actual, predicted,
 * count]; {@code quality}, each with {@code measure}, {@code third} (in words), {@code from},
 * {@code to}, {@code images}, {@code correct}; {@code confused}, the classes that are most often
 * taken for one another on clean images, each with {@code actual}, {@code predicted}, {@code
 * images} and {@code examples} (ids of the surest mistakes).
 */
final class EvaluationResult {
  private static final int MOST_CLASSES = 200;
  private static final int MOST_CONFUSED = 12;
  private static final String[] THIRDS = {"lowest third", "middle third", "highest third"};

  private final Map<String, Object> document;
  private final ConfusionMatrix clean;

  private EvaluationResult(Map<String, Object> document, ConfusionMatrix clean) {
    this.document = document;
    this.clean = clean;
  }

  /** Takes one condition, clean first. */
  interface ConditionConsumer {
    void accept(String id, int severity, long images, double top1);
  }

  void forEachCondition(ConditionConsumer consumer) {
    for (Map<String, Object> c : conditions()) {
      consumer.accept(
          (String) c.get("condition"),
          (Integer) c.get("severity"),
          (Long) c.get("images"),
          (Double) c.get("top1"));
    }
  }

  byte[] toJson() {
    try {
      return new ObjectMapper().writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The figures for a manifest: without confusion matrices, which stand in the document. */
  Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", clean.total());
    results.put("accuracy", clean.accuracy());
    results.put("accuracy_low", clean.accuracyInterval().low());
    results.put("accuracy_high", clean.accuracyInterval().high());
    results.put("macro_f1", clean.macroF1());
    results.put("classes", clean.size());
    List<Object> classes = new ArrayList<>();
    for (int c = 0; c < Math.min(clean.size(), MOST_CLASSES); c++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("class", clean.classes().get(c));
      one.put("images", clean.actual(c));
      one.put("precision", orNull(clean.precision(c)));
      one.put("recall", orNull(clean.recall(c)));
      one.put("f1", orNull(clean.f1(c)));
      classes.add(one);
    }
    results.put("per_class", classes);
    List<Object> figures = new ArrayList<>();
    for (Map<String, Object> condition : conditions()) {
      Map<String, Object> one = new LinkedHashMap<>(condition);
      one.keySet()
          .retainAll(
              List.of(
                  "condition", "severity", "images", "top1", "low", "high", "drop", "macro_f1"));
      figures.add(one);
    }
    results.put("conditions", figures);
    results.put("quality", document.get("quality"));
    return results;
  }

  void print(PrintStream out) {
    out.printf(
        "evaluate: top-1 accuracy %.1f%% (95%%: %.1f to %.1f), mean F1 %.3f%n",
        100 * clean.accuracy(),
        100 * clean.accuracyInterval().low(),
        100 * clean.accuracyInterval().high(),
        clean.macroF1());
    String corruption = "";
    StringBuilder line = new StringBuilder();
    for (Map<String, Object> c : conditions()) {
      if ((Integer) c.get("severity") == 0) {
        continue;
      }
      if (!c.get("condition").equals(corruption)) {
        if (line.length() > 0) {
          out.println(line);
        }
        corruption = (String) c.get("condition");
        line.setLength(0);
        line.append(String.format("  %-18s", corruption));
      }
      line.append(String.format(" %s: %5.1f%%", c.get("severity"), 100 * (Double) c.get("top1")));
    }
    if (line.length() > 0) {
      out.println(line);
    }
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> conditions() {
    return (List<Map<String, Object>>) document.get("conditions");
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** Collects the counts; the clean condition comes first. */
  static final class Builder {
    private final List<String> classes;
    private final List<String> measures;
    private final double[][] cuts;
    private final long[][] images;
    private final long[][] correct;
    private final List<Map<String, Object>> conditions = new ArrayList<>();
    private final List<Map<String, Object>> confused = new ArrayList<>();
    private ConfusionMatrix clean;

    Builder(List<String> classes, List<String> measures, double[][] cuts) {
      this.classes = classes;
      this.measures = measures;
      this.cuts = cuts;
      this.images = new long[measures.size()][THIRDS.length];
      this.correct = new long[measures.size()][THIRDS.length];
    }

    void quality(int measure, int third, boolean right, long count) {
      images[measure][third] += count;
      correct[measure][third] += right ? count : 0;
    }

    /** Clean images of one class that are taken for another. */
    void confused(int actual, int predicted, long count, List<Long> examples) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("actual", classes.get(actual));
      one.put("predicted", classes.get(predicted));
      one.put("images", count);
      one.put("examples", examples);
      confused.add(one);
    }

    void condition(Condition condition, ConfusionMatrix matrix) {
      if (condition.isClean()) {
        clean = matrix;
      }
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("condition", condition.id());
      one.put("severity", condition.severity());
      one.put("images", matrix.total());
      one.put("top1", matrix.accuracy());
      one.put("low", matrix.accuracyInterval().low());
      one.put("high", matrix.accuracyInterval().high());
      one.put("drop", clean.accuracy() - matrix.accuracy());
      one.put("macro_f1", matrix.macroF1());
      List<Double> precision = new ArrayList<>();
      List<Double> recall = new ArrayList<>();
      List<Double> f1 = new ArrayList<>();
      List<List<Long>> cells = new ArrayList<>();
      for (int actual = 0; actual < matrix.size(); actual++) {
        precision.add(orNull(matrix.precision(actual)));
        recall.add(orNull(matrix.recall(actual)));
        f1.add(orNull(matrix.f1(actual)));
        for (int predicted = 0; predicted < matrix.size(); predicted++) {
          long count = matrix.count(actual, predicted);
          if (count > 0) {
            cells.add(List.of((long) actual, (long) predicted, count));
          }
        }
      }
      one.put("precision", precision);
      one.put("recall", recall);
      one.put("f1", f1);
      one.put("confusion", cells);
      conditions.add(one);
    }

    EvaluationResult build() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("classes", classes);
      document.put("conditions", conditions);
      List<Object> quality = new ArrayList<>();
      for (int measure = 0; measure < measures.size(); measure++) {
        for (int third = 0; third < THIRDS.length; third++) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("measure", measures.get(measure));
          one.put("third", THIRDS[third]);
          one.put("from", third == 0 ? null : orNull(cuts[measure][third - 1]));
          one.put("to", third == 2 ? null : orNull(cuts[measure][third]));
          one.put("images", images[measure][third]);
          one.put("correct", correct[measure][third]);
          quality.add(one);
        }
      }
      document.put("quality", quality);
      confused.sort(Comparator.comparingLong(one -> -(Long) one.get("images")));
      document.put("confused", confused.subList(0, Math.min(confused.size(), MOST_CONFUSED)));
      return new EvaluationResult(document, clean);
    }
  }
}
