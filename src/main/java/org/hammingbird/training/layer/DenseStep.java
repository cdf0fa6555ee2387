package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.Arrays;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/**
 * A dense layer, of vectors or of images, which it takes as [channels, height, width] one after the
 * other. In the flat vector stand its weights [outputs, inputs] (DL4J's [inputs, outputs] in
 * Fortran's order), then its biases, if it has any.
 */
final class DenseStep implements Step {
  private final DenseLayer layer;
  private final long offset;
  private final Nonlinearity function;
  private long[] weightShape;
  private Tensor input;
  private Tensor output;
  private Tensor weights;
  private inner_product_forward.primitive_desc description;

  /**
   * @param offset of its parameters
   */
  DenseStep(DenseLayer layer, long offset) {
    this.layer = layer;
    this.offset = offset;
    this.function = Nonlinearity.of(layer.getActivationFn());
  }

  @Override
  public boolean trained() {
    return true;
  }

  @Override
  public Tensor forward(Graph graph, Tensor given) {
    input = graph.reordered(given, graph.activation(given.shape()), graph.forward());
    weightShape = given.shape().clone();
    weightShape[0] = layer.getNOut();
    Steps.require(valuesOfImage(), layer.getNIn(), "values an image", layer);
    long[] shape = {given.shape()[0], layer.getNOut()};
    description = describe(graph, shape);
    weights = graph.parameter(offset, weightShape);
    output = graph.activation(graph.own(description.dst_desc()), shape);
    Operation operation =
        graph
            .operation(new inner_product_forward(description), description)
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_WEIGHTS, graph.prepared(weights, graph.own(description.weights_desc())))
            .with(DNNL_ARG_DST, output);
    if (layer.hasBias()) {
      operation.with(DNNL_ARG_BIAS, graph.parameter(biasOffset(), layer.getNOut()));
    }
    graph.forward().add(operation);
    if (!graph.training()) {
      graph.release(given);
      graph.release(input);
    }
    return output;
  }

  @Override
  public Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted) {
    if (function.fuses()) {
      function.backward(graph, output, outputGradient);
    }
    weightGradient(graph, outputGradient);
    Tensor inputGradient = inputWanted ? inputGradient(graph, outputGradient) : null;
    graph.release(outputGradient);
    return inputGradient;
  }

  private inner_product_forward.primitive_desc describe(Graph graph, long[] shape) {
    primitive_attr attributes = graph.attributes();
    if (function.fuses()) {
      function.fuse(graph, attributes);
    }
    int kind = graph.training() ? dnnl_forward_training : dnnl_forward_inference;
    memory.desc matrix = graph.any(weightShape);
    memory.desc result = graph.activation(shape);
    return graph.own(
        layer.hasBias()
            ? new inner_product_forward.primitive_desc(
                graph.engine(),
                kind,
                input.layout(),
                matrix,
                graph.plain(layer.getNOut()),
                result,
                attributes,
                false)
            : new inner_product_forward.primitive_desc(
                graph.engine(), kind, input.layout(), matrix, result, attributes, false));
  }

  private void weightGradient(Graph graph, Tensor outputGradient) {
    memory.desc matrix = graph.anyFloats(weightShape);
    inner_product_backward_weights.primitive_desc gradient =
        graph.own(
            layer.hasBias()
                ? new inner_product_backward_weights.primitive_desc(
                    graph.engine(),
                    input.layout(),
                    matrix,
                    graph.plain(layer.getNOut()),
                    outputGradient.layout(),
                    description,
                    graph.attributes(),
                    false)
                : new inner_product_backward_weights.primitive_desc(
                    graph.engine(),
                    input.layout(),
                    matrix,
                    outputGradient.layout(),
                    description,
                    graph.attributes(),
                    false));
    Tensor target = graph.gradient(offset, weightShape);
    Tensor computed = graph.draft(target, graph.own(gradient.diff_weights_desc()));
    Operation operation =
        graph
            .operation(new inner_product_backward_weights(gradient), gradient)
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_DIFF_DST, outputGradient)
            .with(DNNL_ARG_DIFF_WEIGHTS, computed);
    if (layer.hasBias()) {
      operation.with(DNNL_ARG_DIFF_BIAS, graph.gradient(biasOffset(), layer.getNOut()));
    }
    graph.backward().add(operation);
    graph.deliver(computed, target);
  }

  private Tensor inputGradient(Graph graph, Tensor outputGradient) {
    inner_product_backward_data.primitive_desc gradient =
        graph.own(
            new inner_product_backward_data.primitive_desc(
                graph.engine(),
                input.layout(),
                graph.any(weightShape),
                outputGradient.layout(),
                description,
                graph.attributes(),
                false));
    Tensor result = graph.temporary(input.layout(), input.shape());
    graph
        .backward()
        .add(
            graph
                .operation(new inner_product_backward_data(gradient), gradient)
                .with(DNNL_ARG_DIFF_DST, outputGradient)
                .with(DNNL_ARG_WEIGHTS, graph.prepared(weights, graph.own(gradient.weights_desc())))
                .with(DNNL_ARG_DIFF_SRC, result));
    return result;
  }

  private long valuesOfImage() {
    return Arrays.stream(weightShape).skip(1).reduce(1, Math::multiplyExact);
  }

  private long biasOffset() {
    return offset + layer.getNOut() * valuesOfImage();
  }
}
