package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * A convolution. In the flat vector stand its biases, if it has any, then its weights [outputs,
 * inputs, height, width], as DL4J lays them out.
 */
final class ConvolutionStep implements Step {
  private final ConvolutionLayer layer;
  private final long offset;
  private final boolean frozen;
  private final Nonlinearity function;
  private final long[] weightShape;
  private Window window;
  private Tensor input;
  private Tensor source;
  private Tensor output;
  private Tensor weights;
  private convolution_forward.primitive_desc description;

  /**
   * @param offset of its parameters
   * @param frozen whether its parameters have no gradients
   */
  ConvolutionStep(ConvolutionLayer layer, long offset, boolean frozen) {
    this.layer = layer;
    this.offset = offset;
    this.frozen = frozen;
    this.function = Nonlinearity.of(layer.getActivationFn());
    this.weightShape =
        new long[] {
          layer.getNOut(), layer.getNIn(), layer.getKernelSize()[0], layer.getKernelSize()[1]
        };
  }

  @Override
  public boolean trained() {
    return !frozen;
  }

  @Override
  public Tensor forward(Graph graph, Tensor given) {
    Steps.require(given.shape()[1], layer.getNIn(), "channels", layer);
    input = given;
    window =
        new Window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode(),
            given.shape()[2],
            given.shape()[3]);
    long[] shape = window.output(given.shape()[0], layer.getNOut());
    description = describe(graph, shape);
    weights = graph.parameter(weightOffset(), weightShape);
    source = graph.reordered(input, graph.own(description.src_desc()), graph.forward());
    output = graph.activation(graph.own(description.dst_desc()), shape);
    Operation operation =
        graph
            .operation(new convolution_forward(description), description)
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_WEIGHTS, graph.prepared(weights, graph.own(description.weights_desc())))
            .with(DNNL_ARG_DST, output);
    if (layer.hasBias()) {
      operation.with(DNNL_ARG_BIAS, graph.parameter(offset, layer.getNOut()));
    }
    graph.forward().add(operation);
    if (!graph.training()) {
      graph.release(input);
      graph.release(source);
    }
    return output;
  }

  @Override
  public Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted) {
    if (function.fuses()) {
      function.backward(graph, output, outputGradient);
    }
    if (!frozen) {
      weightGradient(graph, outputGradient);
    }
    Tensor inputGradient = inputWanted ? inputGradient(graph, outputGradient) : null;
    graph.release(outputGradient);
    return inputGradient;
  }

  private convolution_forward.primitive_desc describe(Graph graph, long[] shape) {
    primitive_attr attributes = graph.attributes();
    if (function.fuses()) {
      function.fuse(graph, attributes);
    }
    int kind = graph.training() ? dnnl_forward_training : dnnl_forward_inference;
    memory.desc inputs = inputLayout(graph);
    memory.desc kernel = graph.any(weightShape);
    memory.desc result = graph.activation(shape);
    return graph.own(
        layer.hasBias()
            ? new convolution_forward.primitive_desc(
                graph.engine(),
                kind,
                dnnl_convolution_direct,
                inputs,
                kernel,
                graph.plain(layer.getNOut()),
                result,
                window.stride(),
                window.before(),
                window.after(),
                attributes,
                false)
            : new convolution_forward.primitive_desc(
                graph.engine(),
                kind,
                dnnl_convolution_direct,
                inputs,
                kernel,
                result,
                window.stride(),
                window.before(),
                window.after(),
                attributes,
                false));
  }

  private void weightGradient(Graph graph, Tensor outputGradient) {
    memory.desc inputs = inputLayout(graph);
    memory.desc kernel = graph.anyFloats(weightShape);
    convolution_backward_weights.primitive_desc gradient =
        graph.own(
            layer.hasBias()
                ? new convolution_backward_weights.primitive_desc(
                    graph.engine(),
                    dnnl_convolution_direct,
                    inputs,
                    kernel,
                    graph.plain(layer.getNOut()),
                    outputGradient.layout(),
                    window.stride(),
                    window.before(),
                    window.after(),
                    description,
                    graph.attributes(),
                    false)
                : new convolution_backward_weights.primitive_desc(
                    graph.engine(),
                    dnnl_convolution_direct,
                    inputs,
                    kernel,
                    outputGradient.layout(),
                    window.stride(),
                    window.before(),
                    window.after(),
                    description,
                    graph.attributes(),
                    false));
    memory.desc wanted = graph.own(gradient.src_desc());
    Tensor from =
        source.layout().equals(wanted) ? source : graph.reordered(input, wanted, graph.backward());
    Tensor to = graph.gradient(weightOffset(), weightShape);
    Tensor computed = graph.draft(to, graph.own(gradient.diff_weights_desc()));
    Operation operation =
        graph
            .operation(new convolution_backward_weights(gradient), gradient)
            .with(DNNL_ARG_SRC, from)
            .with(DNNL_ARG_DIFF_DST, outputGradient)
            .with(DNNL_ARG_DIFF_WEIGHTS, computed);
    if (layer.hasBias()) {
      operation.with(DNNL_ARG_DIFF_BIAS, graph.gradient(offset, layer.getNOut()));
    }
    graph.backward().add(operation);
    graph.deliver(computed, to);
    graph.release(from);
  }

  private Tensor inputGradient(Graph graph, Tensor outputGradient) {
    convolution_backward_data.primitive_desc gradient =
        graph.own(
            new convolution_backward_data.primitive_desc(
                graph.engine(),
                dnnl_convolution_direct,
                graph.activation(input.shape()),
                graph.any(weightShape),
                outputGradient.layout(),
                window.stride(),
                window.before(),
                window.after(),
                description,
                graph.attributes(),
                false));
    Tensor result = graph.temporary(graph.own(gradient.diff_src_desc()), input.shape());
    graph
        .backward()
        .add(
            graph
                .operation(new convolution_backward_data(gradient), gradient)
                .with(DNNL_ARG_DIFF_DST, outputGradient)
                .with(DNNL_ARG_WEIGHTS, graph.prepared(weights, graph.own(gradient.weights_desc())))
                .with(DNNL_ARG_DIFF_SRC, result));
    return result;
  }

  /** A stack's input is moved to whatever layout suits a first convolution of few channels. */
  private memory.desc inputLayout(Graph graph) {
    return graph.isInput(input) ? graph.any(input.shape()) : input.layout();
  }

  private long weightOffset() {
    return offset + (layer.hasBias() ? layer.getNOut() : 0);
  }
}
