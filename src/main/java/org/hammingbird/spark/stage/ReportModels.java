package org.hammingbird.spark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hammingbird.evaluation.ConfusionMatrix;
import org.hammingbird.evaluation.DegradationCurve;
import org.hammingbird.report.EvaluationSection;
import org.hammingbird.report.Gallery;
import org.hammingbird.report.Picture;
import org.hammingbird.report.Section;
import org.hammingbird.report.StudySection;
import org.hammingbird.report.Text;
import org.hammingbird.report.TrainingSection;
import org.hammingbird.spark.table.Documents;
import org.hammingbird.spark.table.RunManifest;

/** The report's sections on training and evaluation, from manifests and their documents. */
final class ReportModels {
  private static final int MOST_EVALUATIONS = 6;

  private ReportModels() {}

  /**
   * @param runs the newest manifests of all stages
   */
  static Section training(List<RunManifest> runs) {
    List<TrainingSection.Model> models = new ArrayList<>();
    List<List<String>> selections = new ArrayList<>();
    for (RunManifest run : runs) {
      if (run.stage().equals("train")) {
        models.add(model(run));
      } else if (run.stage().equals("select")) {
        selections.add(selection(run));
      }
    }
    if (models.isEmpty()) {
      return selections.isEmpty()
          ? TrainingSection.missing()
          : TrainingSection.ofSelections(selections);
    }
    return TrainingSection.of(models, selections);
  }

  private static TrainingSection.Model model(RunManifest run) {
    Map<String, Object> results = run.results();
    List<Double> losses = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    Object epochs = results.get("epochs");
    if (epochs instanceof List) {
      for (Object epoch : (List<?>) epochs) {
        Map<?, ?> one = (Map<?, ?>) epoch;
        losses.add(number(one.get("loss")));
        accuracies.add(number(one.get("accuracy")));
      }
    }
    String selection = run.settings().getOrDefault("training.selection", "");
    double images = number(results.get("images"));
    return new TrainingSection.Model(
        run.name(),
        String.valueOf(results.getOrDefault("architecture", "?")),
        selection.isEmpty() ? "train split" : "selection " + selection,
        Double.isNaN(images) ? 0 : (long) images,
        run.seconds(),
        losses,
        accuracies);
  }

  private static List<String> selection(RunManifest run) {
    double selected = number(run.results().get("selected"));
    double all = number(run.results().get("train-images"));
    return List.of(
        run.name(),
        String.valueOf(run.results().getOrDefault("rule", "?")),
        Double.isNaN(selected) ? "–" : Text.count((long) selected),
        Text.percent(selected / all));
  }

  /** A section for each evaluation, with examples of what is confused as far as there are any. */
  static List<Section> evaluations(
      ReportInputs inputs, ReportOptions options, List<RunManifest> runs, Documents documents) {
    List<Section> sections = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (RunManifest run : runs) {
      if (!run.stage().equals(EvaluateStage.STAGE) || !run.documents().containsKey("evaluation")) {
        continue;
      }
      if (sections.size() == MOST_EVALUATIONS) {
        others.add(run.name());
        continue;
      }
      JsonNode document = documents.json(run.documents().get("evaluation"));
      sections.add(evaluation(run, document, confused(document.path("confused"), inputs, options)));
    }
    return sections.isEmpty()
        ? List.of(EvaluationSection.missing())
        : EvaluationSection.withOthers(sections, others);
  }

  /**
   * @param run the newest of stage study, or null without any
   */
  static Section study(RunManifest run, Documents documents) {
    return run == null
        ? StudySection.missing()
        : StudySection.of(documents.json(run.documents().get(StudyStage.STAGE)));
  }

  private static Gallery confused(JsonNode cells, ReportInputs inputs, ReportOptions options) {
    List<Gallery.Group> groups = new ArrayList<>();
    if (inputs.has("hashes") && !cells.isEmpty()) {
      Set<Long> ids = new TreeSet<>();
      int shown = Math.min(cells.size(), options.galleryGroups());
      for (int i = 0; i < shown; i++) {
        cells.get(i).path("examples").forEach(id -> ids.add(id.asLong()));
      }
      ReportPictures pictures =
          ReportPictures.of(
              inputs.table("hashes"),
              inputs.has("pixels") ? inputs.table("pixels") : null,
              ids,
              options.thumbnailSide());
      for (int i = 0; i < shown; i++) {
        JsonNode cell = cells.get(i);
        List<Picture> examples = new ArrayList<>();
        cell.path("examples").forEach(id -> examples.add(pictures.picture(id.asLong(), "")));
        groups.add(
            new Gallery.Group(
                Text.clipped(cell.path("actual").asText(), 40)
                    + " taken for "
                    + Text.clipped(cell.path("predicted").asText(), 40),
                Text.count(cell.path("images").asLong(), "image", "images"),
                examples));
      }
    }
    return new Gallery(
        "Most confused classes",
        "The classes most often taken for one another, with the images of which the model was surest.",
        groups);
  }

  private static Section evaluation(RunManifest run, JsonNode document, Gallery confused) {
    List<String> classes = new ArrayList<>();
    document.path("classes").forEach(name -> classes.add(name.asText()));
    ConfusionMatrix clean = ConfusionMatrix.empty(classes);
    Map<String, DegradationCurve> curves = new LinkedHashMap<>();
    for (JsonNode condition : document.path("conditions")) {
      int severity = condition.path("severity").asInt();
      if (severity == 0) {
        clean = matrix(classes, condition.path("confusion"));
        continue;
      }
      String id = condition.path("condition").asText();
      DegradationCurve curve =
          curves.getOrDefault(id, DegradationCurve.of(id, clean.total(), clean.correct()));
      long images = condition.path("images").asLong();
      long correct = Math.round(condition.path("top1").asDouble() * images);
      curves.put(id, curve.with(severity, images, correct));
    }
    List<EvaluationSection.QualityGroup> groups = new ArrayList<>();
    for (JsonNode group : document.path("quality")) {
      groups.add(
          new EvaluationSection.QualityGroup(
              group.path("measure").asText(),
              group.path("third").asText() + bounds(group),
              group.path("images").asLong(),
              group.path("correct").asLong()));
    }
    return EvaluationSection.of(
        run.name(),
        String.valueOf(run.results().get("model")),
        String.valueOf(run.results().get("split")),
        clean,
        confused,
        new ArrayList<>(curves.values()),
        groups);
  }

  private static String bounds(JsonNode group) {
    JsonNode from = group.path("from");
    JsonNode to = group.path("to");
    if (from.isNumber() && to.isNumber()) {
      return " (" + figure(from) + " to " + figure(to) + ")";
    }
    return from.isNumber()
        ? " (from " + figure(from) + ")"
        : to.isNumber() ? " (below " + figure(to) + ")" : "";
  }

  private static String figure(JsonNode number) {
    double value = number.asDouble();
    return Text.decimal(value, Math.abs(value) < 10 ? 3 : 1);
  }

  private static ConfusionMatrix matrix(List<String> classes, JsonNode cells) {
    long[] counts = new long[classes.size() * classes.size()];
    for (JsonNode cell : cells) {
      counts[cell.get(0).asInt() * classes.size() + cell.get(1).asInt()] = cell.get(2).asLong();
    }
    return ConfusionMatrix.of(classes, counts);
  }

  private static double number(Object value) {
    return value instanceof Number ? ((Number) value).doubleValue() : Double.NaN;
  }
}
