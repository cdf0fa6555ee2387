package org.hammingbird.spark.stage;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;

/** A small network with its first weights, published as the stage train publishes a model. */
final class UntrainedModel {
  static final int SIDE = 32;

  private UntrainedModel() {}

  static TrainedModel of(List<String> classes) {
    return of(classes, Map.of());
  }

  static TrainedModel of(List<String> classes, Map<String, String> settings) {
    Architecture architecture = Architectures.named("study-mlp", SIDE, 28, 12);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(classes.size(), architecture.recipe(), 5));
    network.init();
    Preprocessing preprocessing = new Preprocessing(Normalization.MEAN_IMAGE, SIDE, SIDE, mean());
    return new TrainedModel(
        network, new ModelDescription("study-mlp", classes, preprocessing, settings));
  }

  static void publish(StageContext context, TrainedModel model) {
    StageRun run = StageRun.of(context, "train", "default", "training");
    run.document(
        "model", context.workspace().documents().write("models/default", ".zip", model.toBytes()));
    run.complete(
        Map.of(
            "architecture",
            "study-mlp",
            "images",
            40,
            "epochs",
            List.of(
                Map.of("epoch", 1, "loss", 2.1, "accuracy", 0.2),
                Map.of("epoch", 2, "loss", 1.4, "accuracy", 0.5))));
  }

  private static float[] mean() {
    float[] mean = new float[SIDE * SIDE * 3];
    java.util.Arrays.fill(mean, 120);
    return mean;
  }
}
