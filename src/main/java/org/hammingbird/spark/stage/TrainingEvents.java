package org.hammingbird.spark.stage;

import org.hammingbird.evaluation.Histogram;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.training.EventFile;

/**
 * What TensorBoard shows of a training: loss, accuracy and learning rate of each round, the
 * distribution of logits, and what a validation split says after each epoch. The file {@code
 * tensorboard/NAME/events.out.tfevents.…} in the workspace is replaced after each epoch: file
 * systems of objects cannot append.
 */
final class TrainingEvents {
  private final StageContext context;
  private final String path;
  private final EventFile file;

  private TrainingEvents(StageContext context, String path, EventFile file) {
    this.context = context;
    this.path = path;
    this.file = file;
  }

  /** Of a training that begins, instead of all that there was of this name. */
  static TrainingEvents begin(StageContext context, String name) {
    context.workspace().delete("tensorboard/" + name);
    String path =
        String.format("tensorboard/%s/events.out.tfevents.%d.hammingbird", name, (long) now());
    return new TrainingEvents(context, path, EventFile.begin(now()));
  }

  /** Of a training that goes on. */
  static TrainingEvents after(StageContext context, String path, byte[] events) {
    return new TrainingEvents(context, path, EventFile.after(events));
  }

  String path() {
    return path;
  }

  byte[] bytes() {
    return file.bytes();
  }

  void roundDone(int steps, Progress round, double learningRate) {
    file.scalar(now(), steps, "loss", round.loss());
    file.scalar(now(), steps, "accuracy", round.accuracy());
    file.scalar(now(), steps, "learning_rate", learningRate);
  }

  void epochDone(int steps, Progress progress, Progress validation) {
    Histogram logits = progress.logits();
    double[] limits = new double[logits.maximum() + 1];
    double[] counts = new double[limits.length];
    for (int bin = 0; bin < limits.length; bin++) {
      limits[bin] = Progress.binEnd(bin);
      counts[bin] = logits.count(bin);
    }
    file.histogram(now(), steps, "logits", limits, counts);
    if (validation.images() > 0) {
      file.scalar(now(), steps, "validation_loss", validation.loss());
      file.scalar(now(), steps, "validation_accuracy", validation.accuracy());
    }
    context.workspace().documents().replace(path, file.bytes());
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
