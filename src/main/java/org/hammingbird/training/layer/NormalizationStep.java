package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * Batch normalisation by channel, with ReLU behind it if wanted. In the flat vector stand scales,
 * shifts, running means and running variances; DL4J stores the latter as log10 of the standard
 * deviation unless told otherwise. The running values' "gradients" are what the step takes off
 * them, so that one subtraction of the flat vectors moves them along with the parameters, and
 * parameter averaging averages them.
 */
final class NormalizationStep implements Step {
  private final BatchNormalization layer;
  private final long offset;
  private final boolean relu;
  private final int channels;
  private Tensor input;
  private Tensor mean;
  private Tensor variance;
  private Tensor scale;
  private Tensor kept;
  private batch_normalization_forward.primitive_desc description;

  /**
   * @param offset of its parameters
   * @param relu whether ReLU is applied to the result
   */
  NormalizationStep(BatchNormalization layer, long offset, boolean relu) {
    this.layer = layer;
    this.offset = offset;
    this.relu = relu;
    this.channels = Math.toIntExact(layer.getNOut());
  }

  @Override
  public boolean trained() {
    return true;
  }

  @Override
  public Tensor forward(Graph graph, Tensor given) {
    Steps.require(given.shape()[1], channels, "channels", layer);
    input = graph.reordered(given, graph.activation(given.shape()), graph.forward());
    description =
        graph.own(
            new batch_normalization_forward.primitive_desc(
                graph.engine(),
                graph.training() ? dnnl_forward_training : dnnl_forward_inference,
                input.layout(),
                input.layout(),
                (float) layer.getEps(),
                flags(graph),
                graph.attributes(),
                false));
    mean = graph.lasting(graph.plain(channels), channels);
    variance = graph.lasting(graph.plain(channels), channels);
    scale = graph.parameter(offset, channels);
    Tensor output = graph.activation(input.layout(), input.shape());
    Operation operation =
        graph
            .operation(new batch_normalization_forward(description), description)
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, scale)
            .with(DNNL_ARG_SHIFT, graph.parameter(offset + channels, channels))
            .with(DNNL_ARG_DST, output);
    if (graph.training()) {
      if (relu) {
        kept = graph.lasting(graph.own(description.workspace_desc()), input.shape());
        operation.with(DNNL_ARG_WORKSPACE, kept);
      }
    } else {
      graph.prepare().add(() -> runningStatistics(graph));
      graph.release(given);
      graph.release(input);
    }
    graph.forward().add(operation);
    return output;
  }

  @Override
  public Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted) {
    batch_normalization_backward.primitive_desc gradient =
        graph.own(
            new batch_normalization_backward.primitive_desc(
                graph.engine(),
                dnnl_backward,
                outputGradient.layout(),
                outputGradient.layout(),
                input.layout(),
                (float) layer.getEps(),
                flags(graph),
                description,
                graph.attributes(),
                false));
    Operation operation =
        graph
            .operation(new batch_normalization_backward(gradient), gradient)
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, scale)
            .with(DNNL_ARG_DIFF_DST, outputGradient)
            .with(DNNL_ARG_DIFF_SRC, outputGradient)
            .with(DNNL_ARG_DIFF_SCALE, graph.gradient(offset, channels))
            .with(DNNL_ARG_DIFF_SHIFT, graph.gradient(offset + channels, channels));
    if (relu) {
      operation.with(DNNL_ARG_WORKSPACE, kept);
    }
    graph.backward().add(operation);
    graph.backward().add(() -> moveRunningStatistics(graph));
    return outputGradient;
  }

  private int flags(Graph graph) {
    return dnnl_use_scale
        | dnnl_use_shift
        | (relu ? dnnl_fuse_norm_relu : 0)
        | (graph.training() ? 0 : dnnl_use_global_stats);
  }

  /** For inference: the running values from the flat vector. */
  private void runningStatistics(Graph graph) {
    float[] values = new float[channels];
    graph.parameters().read(offset + 2L * channels, values);
    mean.write(values);
    graph.parameters().read(offset + 3L * channels, values);
    for (int i = 0; i < channels; i++) {
      values[i] = (float) varianceOf(values[i]);
    }
    variance.write(values);
  }

  private void moveRunningStatistics(Graph graph) {
    double rest = 1 - layer.getDecay();
    float[] batch = mean.read(channels);
    float[] running = new float[channels];
    graph.parameters().read(offset + 2L * channels, running);
    for (int i = 0; i < channels; i++) {
      running[i] = (float) (rest * (running[i] - batch[i]));
    }
    graph.gradients().write(offset + 2L * channels, running);
    batch = variance.read(channels);
    graph.parameters().read(offset + 3L * channels, running);
    for (int i = 0; i < channels; i++) {
      double now = varianceOf(running[i]);
      double next = layer.getDecay() * now + rest * batch[i];
      running[i] = (float) (layer.isUseLogStd() ? Math.log10(now / next) / 2 : now - next);
    }
    graph.gradients().write(offset + 3L * channels, running);
  }

  private double varianceOf(float stored) {
    return layer.isUseLogStd() ? Math.pow(10, 2 * (double) stored) : stored;
  }
}
