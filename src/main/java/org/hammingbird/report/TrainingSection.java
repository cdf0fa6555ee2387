package org.hammingbird.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the networks learned, and on which images. */
public final class TrainingSection {
  private static final String ID = "training";
  private static final String TITLE = "Training";
  private static final int MOST_SERIES = 12;
  private static final int MOST_ROWS = 50;

  private TrainingSection() {}

  public static Section missing() {
    return Section.missing(ID, TITLE, "train");
  }

  /**
   * @param models in the order in which they were trained, at least one
   * @param selections name, rule, images, share: a row each; may be empty
   */
  public static Section of(List<Model> models, List<List<String>> selections) {
    Section section =
        Section.of(
                ID,
                TITLE,
                "Loss and accuracy on the training images as training went on. Accuracy on images that the network has not seen stands under Evaluation.")
            .with(curve(models, "Loss", false))
            .with(curve(models, "Accuracy on training images", true))
            .with(table(models));
    return selections.isEmpty() ? section : section.with(selected(selections));
  }

  /** The selections alone, where none has been trained on yet. */
  public static Section ofSelections(List<List<String>> selections) {
    return Section.of(ID, TITLE, "Training sets that were chosen; no network has been trained yet.")
        .with(selected(selections));
  }

  private static Chart curve(List<Model> models, String title, boolean accuracy) {
    List<Model> drawn = models.subList(0, Math.min(models.size(), MOST_SERIES));
    int epochs = drawn.stream().mapToInt(model -> model.losses.size()).max().orElse(0);
    List<String> names =
        IntStream.rangeClosed(1, epochs).mapToObj(Integer::toString).collect(Collectors.toList());
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                title,
                DatasetSection.withShown(
                    "Mean over each epoch's images.", MOST_SERIES, models.size(), "models"),
                names)
            .withAxes("epoch", "");
    chart = accuracy ? chart.asShares() : chart;
    for (Model model : drawn) {
      List<Double> values = new ArrayList<>(accuracy ? model.accuracies : model.losses);
      while (values.size() < epochs) {
        values.add(Double.NaN);
      }
      chart = chart.withSeries(model.name, values);
    }
    return chart;
  }

  private static DataTable table(List<Model> models) {
    List<List<String>> rows = new ArrayList<>();
    for (Model model : models) {
      rows.add(
          List.of(
              model.name,
              model.architecture,
              model.trainedOn,
              Text.count(model.images),
              Text.count(model.losses.size()),
              Text.decimal(last(model.losses), 3),
              Text.percent(last(model.accuracies)),
              Text.seconds(model.seconds)));
    }
    return DataTable.of(
            "Models",
            "model",
            "network",
            "trained on",
            "images",
            "epochs",
            "last loss",
            "training accuracy",
            "time")
        .withFirst(MOST_ROWS, rows, "models");
  }

  private static DataTable selected(List<List<String>> selections) {
    return DataTable.of("Selections", "selection", "rule", "images", "share of train")
        .withFirst(MOST_ROWS, selections, "selections");
  }

  private static double last(List<Double> values) {
    return values.isEmpty() ? Double.NaN : values.get(values.size() - 1);
  }

  /** One trained network. */
  public static final class Model {
    private final String name;
    private final String architecture;
    private final String trainedOn;
    private final long images;
    private final double seconds;
    private final List<Double> losses;
    private final List<Double> accuracies;

    /**
     * @param trainedOn selection or split
     * @param losses of each epoch
     * @param accuracies of each epoch on its training images (0 to 1), as many as losses
     */
    public Model(
        String name,
        String architecture,
        String trainedOn,
        long images,
        double seconds,
        List<Double> losses,
        List<Double> accuracies) {
      this.name = name;
      this.architecture = architecture;
      this.trainedOn = trainedOn;
      this.images = images;
      this.seconds = seconds;
      this.losses = List.copyOf(losses);
      this.accuracies = List.copyOf(accuracies);
    }
  }
}
