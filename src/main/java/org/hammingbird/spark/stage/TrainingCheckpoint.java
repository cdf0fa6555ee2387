package org.hammingbird.spark.stage;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.training.TrainedModel;

/**
 * How far a training had come when its last epoch ended, as the manifest of stage {@code
 * checkpoint} has it: its network and updater's state, its rounds so far, and the best network if a
 * validation split chooses one.
 */
final class TrainingCheckpoint {
  static final String STAGE = "checkpoint";

  private final StageContext context;
  private final RunManifest manifest;

  private TrainingCheckpoint(StageContext context, RunManifest manifest) {
    this.context = context;
    this.manifest = manifest;
  }

  /**
   * The last one of a training, where there is one of the same inputs, settings and version; one of
   * a training that was not finished and had others is named to the user, and left alone.
   *
   * @param training the fingerprint of the training's run
   */
  static Optional<TrainingCheckpoint> of(StageContext context, String name, String training) {
    if (context.force()) {
      return Optional.empty();
    }
    Optional<RunManifest> last = context.workspace().runs().last(STAGE, name);
    Optional<RunManifest> same = last.filter(manifest -> training.equals(trainingOf(manifest)));
    if (last.isPresent() && !same.isPresent() && !finished(context, name, last.get())) {
      context
          .out()
          .printf(
              "train: the checkpoint after epoch %s is of other inputs, settings or another version: this training begins anew%n",
              last.get().results().get("epoch"));
    }
    return same.map(manifest -> new TrainingCheckpoint(context, manifest));
  }

  private static boolean finished(StageContext context, String name, RunManifest checkpoint) {
    return context
        .workspace()
        .runs()
        .last(TrainStage.STAGE, name)
        .filter(run -> run.fingerprint().equals(trainingOf(checkpoint)))
        .isPresent();
  }

  private static Object trainingOf(RunManifest checkpoint) {
    return checkpoint.results().get("training");
  }

  int epoch() {
    return number("epoch").intValue();
  }

  /** Steps that were done, of each worker. */
  int steps() {
    return number("steps").intValue();
  }

  int workers() {
    return number("workers").intValue();
  }

  /** Seconds that the training had taken. */
  double seconds() {
    return number("training_seconds").doubleValue();
  }

  /** A map for each epoch so far. */
  @SuppressWarnings("unchecked")
  List<Map<String, Object>> epochs() {
    return (List<Map<String, Object>>) manifest.results().get("epochs");
  }

  /** The lines of the rounds so far. */
  String rounds() {
    return new String(document("rounds"), StandardCharsets.UTF_8);
  }

  /** TensorBoard's events so far. */
  TrainingEvents events() {
    return TrainingEvents.after(
        context, (String) manifest.results().get("tensorboard"), document("events"));
  }

  /** The document of a role; null where the checkpoint has none. */
  String path(String role) {
    return manifest.documents().get(role);
  }

  /** All documents. */
  Collection<String> paths() {
    return manifest.documents().values();
  }

  /**
   * Gives a new network what the checkpoint's had learned.
   *
   * @throws UserException where it is of another network
   */
  void into(MultiLayerNetwork network) {
    MultiLayerNetwork stored =
        TrainedModel.loadCheckpoint(document("model"), "of checkpoint " + manifest.name())
            .network();
    if (stored.numParams() != network.numParams()) {
      throw new UserException(
          String.format(
              "The checkpoint %s is of another network: it has %,d parameters and not %,d; pass --force to train from the beginning",
              path("model"), stored.numParams(), network.numParams()));
    }
    network.setParams(stored.params());
    if (network.getUpdater().getStateViewArray() != null) {
      network.getUpdater().getStateViewArray().assign(stored.getUpdater().getStateViewArray());
    }
  }

  private byte[] document(String role) {
    return context.workspace().documents().read(path(role));
  }

  private Number number(String key) {
    return (Number) manifest.results().get(key);
  }
}
