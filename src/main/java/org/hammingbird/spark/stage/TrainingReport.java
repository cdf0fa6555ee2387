package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.spark.training.TrainingListener;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.TrainedModel;
import org.hammingbird.training.TrainingPlan;

/**
 * Prints how a training goes on, publishes a checkpoint every epoch, and keeps what the manifest
 * will say.
 */
final class TrainingReport implements TrainingListener {
  private static final double SECONDS_BETWEEN_LINES = 5;

  private final StageContext context;
  private final String name;
  private final TrainingPlan plan;
  private final ModelDescription description;
  private final StringBuilder rounds =
      new StringBuilder("step,epoch,images,loss,accuracy,seconds\n");
  private final List<Map<String, Object>> epochs = new ArrayList<>();
  private int stepsDone;
  private double secondsDone;
  private int stepsPrinted;
  private double secondsPrinted;
  private Progress unprinted = Progress.NONE;
  private String checkpoint;

  TrainingReport(
      StageContext context, String name, TrainingPlan plan, ModelDescription description) {
    this.context = context;
    this.name = name;
    this.plan = plan;
    this.description = description;
  }

  @Override
  public void roundDone(int steps, Progress round, double networkSeconds, double seconds) {
    stepsDone = steps;
    secondsDone = seconds;
    unprinted = unprinted.add(round);
    rounds.append(
        String.format(
            Locale.ROOT,
            "%d,%d,%d,%.5f,%.5f,%.3f%n",
            steps,
            plan.epochOf(steps - 1) + 1,
            round.images(),
            round.loss(),
            round.accuracy(),
            seconds));
    if (seconds - secondsPrinted >= SECONDS_BETWEEN_LINES) {
      print();
    }
  }

  @Override
  public boolean epochDone(
      int epoch, Progress progress, double seconds, MultiLayerNetwork network) {
    double speed = progress.images() / seconds;
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("loss", progress.loss());
    line.put("accuracy", progress.accuracy());
    line.put("images_per_second", speed);
    line.put("seconds", seconds);
    epochs.add(line);
    context
        .out()
        .printf(
            Locale.ROOT,
            "train: epoch %d of %d done in %.1f s: loss %.4f, accuracy %.1f%% on training images, %,.0f images/s%n",
            epoch,
            plan.epochs(),
            seconds,
            progress.loss(),
            100 * progress.accuracy(),
            speed);
    unprinted = Progress.NONE;
    stepsPrinted = stepsDone;
    secondsPrinted = secondsDone;
    publishCheckpoint(epoch, network, line);
    return true;
  }

  /** One line a round, in CSV. */
  String rounds() {
    return rounds.toString();
  }

  /** What the manifest says of the training. */
  Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("steps", stepsDone);
    results.put("training_seconds", secondsDone);
    results.put("images_per_second", plan.images(stepsDone) / secondsDone);
    if (!epochs.isEmpty()) {
      Map<String, Object> last = epochs.get(epochs.size() - 1);
      results.put("loss", last.get("loss"));
      results.put("accuracy", last.get("accuracy"));
    }
    results.put("epochs", epochs);
    return results;
  }

  private void print() {
    double speed = plan.images(stepsDone - stepsPrinted) / (secondsDone - secondsPrinted);
    double left = plan.images(plan.steps() - stepsDone) / speed;
    context
        .out()
        .printf(
            Locale.ROOT,
            "train: epoch %d of %d, step %,d of %,d: loss %.4f, accuracy %.1f%%, %,.0f images/s, %s left%n",
            plan.epochOf(stepsDone - 1) + 1,
            plan.epochs(),
            stepsDone,
            plan.steps(),
            unprinted.loss(),
            100 * unprinted.accuracy(),
            speed,
            duration(left));
    unprinted = Progress.NONE;
    stepsPrinted = stepsDone;
    secondsPrinted = secondsDone;
  }

  /** The checkpoint before it is deleted once the new one is published: only the last is of use. */
  private void publishCheckpoint(
      int epoch, MultiLayerNetwork network, Map<String, Object> progress) {
    Map<String, String> settings = new TreeMap<>(description.settings());
    settings.put("epoch", Integer.toString(epoch));
    TrainedModel model =
        new TrainedModel(
            network,
            new ModelDescription(
                description.architecture(),
                description.classNames(),
                description.preprocessing(),
                settings));
    String written =
        context
            .workspace()
            .documents()
            .write("models/" + name, ".checkpoint.zip", model.toCheckpoint());
    StageRun.of(context, "checkpoint", name, "training", "seed")
        .document("model", written)
        .complete(progress);
    if (checkpoint != null) {
      context.workspace().delete(checkpoint);
    }
    checkpoint = written;
  }

  private static String duration(double seconds) {
    long rounded = Math.round(seconds);
    return rounded < 90
        ? rounded + " s"
        : rounded < 5400
            ? Math.round(rounded / 60.0) + " min"
            : String.format(Locale.ROOT, "%.1f h", rounded / 3600.0);
  }
}
