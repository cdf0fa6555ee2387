package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Counts loss and hits of every minibatch, on the networks as they were before they learned from
 * it, and brings the sums to the driver. It computes the output layer once more, from the layer
 * below, since DL4J hands that layer's outputs to no listener: a few thousand multiplications an
 * image. A task that Spark repeats is counted twice.
 */
final class RoundProgress extends BaseTrainingListener implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double LEAST = 1e-12;

  private final LongAccumulator images = new LongAccumulator();
  private final LongAccumulator hits = new LongAccumulator();
  private final DoubleAccumulator loss = new DoubleAccumulator();

  RoundProgress(SparkContext spark) {
    spark.register(images, "training images");
    spark.register(hits, "training hits");
    spark.register(loss, "training loss");
  }

  /** On the driver: the sums since the last call, which become 0. */
  Progress take() {
    Progress taken = new Progress(images.value(), hits.value(), loss.value());
    images.reset();
    hits.reset();
    loss.reset();
    return taken;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (!(model instanceof MultiLayerNetwork) || ((MultiLayerNetwork) model).getLabels() == null) {
      return;
    }
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    Layer output = network.getOutputLayer();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        INDArray logits = activations.get(activations.size() - 1).mmul(output.getParam("W"))) {
      logits.addiRowVector(output.getParam("b"));
      add(logits.toFloatMatrix(), network.getLabels().toFloatMatrix());
    }
  }

  private void add(float[][] logits, float[][] labels) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      int truth = largest(labels[i]);
      sum -= Math.log(Math.max(LEAST, softmax(logits[i], truth)));
      if (largest(logits[i]) == truth) {
        hits.add(1);
      }
    }
    loss.add(sum);
    images.add(logits.length);
  }

  private static double softmax(float[] logits, int index) {
    double highest = logits[largest(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return Math.exp(logits[index] - highest) / sum;
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
