package org.hammingbird.spark.stage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.spark.training.TrainingListener;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.TrainedModel;
import org.hammingbird.training.TrainingPlan;

/**
 * Says how a training goes on, publishes a checkpoint every epoch, keeps what the manifest will
 * say, and decides with a validation split which network is the best and whether it is worth going
 * on.
 */
final class TrainingReport implements TrainingListener {
  private final StageContext context;
  private final TrainOptions options;
  private final TrainingPlan plan;
  private final ModelDescription description;
  private final String training;
  private final TrainingLines lines;
  private final StringBuilder rounds =
      new StringBuilder("step,epoch,images,loss,accuracy,seconds\n");
  private final List<Map<String, Object>> epochs = new ArrayList<>();
  private int stepsDone;
  private double secondsBefore;
  private double secondsDone;
  private final List<String> published = new ArrayList<>();
  private TrainingEvents events;
  private String best;

  /**
   * @param training fingerprint of the run
   */
  TrainingReport(
      StageContext context,
      TrainOptions options,
      TrainingPlan plan,
      ModelDescription description,
      String training) {
    this.context = context;
    this.options = options;
    this.plan = plan;
    this.description = description;
    this.training = training;
    this.lines = new TrainingLines(context.out(), plan, TrainingLines.isTerminal(context.out()));
  }

  /** Takes up what a training reported before it was killed. */
  void resume(TrainingCheckpoint from) {
    rounds.setLength(0);
    rounds.append(from.rounds());
    epochs.addAll(from.epochs());
    stepsDone = from.steps();
    secondsBefore = from.seconds();
    secondsDone = secondsBefore;
    published.addAll(from.paths());
    best = from.path("best");
    events = from.events();
    lines.resume(stepsDone, secondsBefore);
  }

  @Override
  public void roundDone(int steps, Progress round, double networkSeconds, double seconds) {
    double learningRate = plan.learningRate(stepsDone);
    stepsDone = steps;
    secondsDone = secondsBefore + seconds;
    rounds.append(
        String.format(
            Locale.ROOT,
            "%d,%d,%d,%.5f,%.5f,%.3f%n",
            steps,
            plan.epochOf(steps - 1) + 1,
            round.images(),
            round.loss(),
            round.accuracy(),
            secondsDone));
    events().roundDone(steps, round, learningRate);
    lines.roundDone(steps, round, secondsDone);
  }

  @Override
  public boolean epochDone(
      int epoch,
      Progress progress,
      Progress validation,
      double seconds,
      MultiLayerNetwork network) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("loss", progress.loss());
    line.put("accuracy", progress.accuracy());
    if (validation.images() > 0) {
      line.put("validation_loss", validation.loss());
      line.put("validation_accuracy", validation.accuracy());
    }
    line.put("images_per_second", progress.images() / seconds);
    line.put("seconds", seconds);
    epochs.add(line);
    events().epochDone(stepsDone, progress, validation);
    lines.epochDone(epoch, progress, validation, progress.images() / seconds);
    if (validation.images() > 0 && bestEpoch() == epoch) {
      best = write(".best.zip", model(network, epoch).toBytes());
    }
    publishCheckpoint(epoch, network);
    return goesOn(epoch);
  }

  /** Whether the training may go on after an epoch, as far as the validation split goes. */
  boolean goesOn(int epoch) {
    if (best == null || epoch - bestEpoch() < options.patience() || stepsDone == plan.steps()) {
      return true;
    }
    context
        .out()
        .printf(
            "train: stopped, since no epoch of the last %d was better than epoch %d%n",
            options.patience(), bestEpoch());
    return false;
  }

  /** The last epoch that was done; 0: none. */
  int epochsDone() {
    return epochs.size();
  }

  /** The network with the highest validation accuracy, where there is a validation split. */
  Optional<TrainedModel> best() {
    return Optional.ofNullable(best)
        .map(path -> TrainedModel.load(context.workspace().documents().read(path), path));
  }

  /** One line a round, in CSV. */
  byte[] rounds() {
    return rounds.toString().getBytes(StandardCharsets.UTF_8);
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
    if (best != null) {
      results.put("best_epoch", bestEpoch());
      results.put("validation_accuracy", accuracy(epochs.get(bestEpoch() - 1)));
    }
    results.put("epochs", epochs);
    return results;
  }

  /** From 1; of equals the first. */
  private int bestEpoch() {
    int found = 0;
    for (int i = 1; i < epochs.size(); i++) {
      if (accuracy(epochs.get(i)) > accuracy(epochs.get(found))) {
        found = i;
      }
    }
    return found + 1;
  }

  private static double accuracy(Map<String, Object> epoch) {
    return ((Number) epoch.get("validation_accuracy")).doubleValue();
  }

  /** Documents of the checkpoint before are deleted when this one is there. */
  private void publishCheckpoint(int epoch, MultiLayerNetwork network) {
    StageRun run =
        StageRun.of(context, TrainingCheckpoint.STAGE, options.name(), "training", "seed");
    List<String> written = new ArrayList<>();
    document(run, written, "model", write(".checkpoint.zip", model(network, epoch).toCheckpoint()));
    document(run, written, "rounds", write(".checkpoint.csv", rounds()));
    document(run, written, "events", write(".checkpoint.events", events().bytes()));
    if (best != null) {
      document(run, written, "best", best);
    }
    Map<String, Object> results = new LinkedHashMap<>(results());
    results.put("epoch", epoch);
    results.put("workers", plan.workers());
    results.put("training", training);
    results.put("tensorboard", events().path());
    run.complete(results);
    published.removeAll(written);
    published.forEach(context.workspace()::delete);
    published.clear();
    published.addAll(written);
  }

  private TrainingEvents events() {
    if (events == null) {
      events = TrainingEvents.begin(context, options.name());
    }
    return events;
  }

  private static void document(StageRun run, List<String> written, String role, String path) {
    run.document(role, path);
    written.add(path);
  }

  private TrainedModel model(MultiLayerNetwork network, int epoch) {
    Map<String, String> settings = new TreeMap<>(description.settings());
    settings.put("epoch", Integer.toString(epoch));
    return new TrainedModel(
        network,
        new ModelDescription(
            description.architecture(),
            description.classNames(),
            description.preprocessing(),
            settings));
  }

  private String write(String suffix, byte[] content) {
    return context.workspace().documents().write("models/" + options.name(), suffix, content);
  }
}
