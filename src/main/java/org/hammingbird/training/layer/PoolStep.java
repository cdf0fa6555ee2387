package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Max-pooling. */
final class PoolStep implements Step {
  private static final long[] DENSE = {0, 0};

  private final SubsamplingLayer layer;
  private Window window;
  private Tensor input;
  private Tensor winners;
  private pooling_forward.primitive_desc description;

  PoolStep(SubsamplingLayer layer) {
    this.layer = layer;
  }

  @Override
  public boolean trained() {
    return false;
  }

  @Override
  public Tensor forward(Graph graph, Tensor given) {
    input = graph.reordered(given, graph.activation(given.shape()), graph.forward());
    window =
        new Window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode(),
            given.shape()[2],
            given.shape()[3]);
    long[] shape = window.output(given.shape()[0], given.shape()[1]);
    description =
        graph.own(
            new pooling_forward.primitive_desc(
                graph.engine(),
                graph.training() ? dnnl_forward_training : dnnl_forward_inference,
                dnnl_pooling_max,
                input.layout(),
                graph.activation(shape),
                window.stride(),
                window.kernel(),
                DENSE,
                window.before(),
                window.after(),
                graph.attributes(),
                false));
    Tensor output = graph.activation(graph.own(description.dst_desc()), shape);
    Operation operation =
        graph
            .operation(new pooling_forward(description), description)
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_DST, output);
    if (graph.training()) {
      memory.desc layout = graph.own(description.workspace_desc());
      winners = graph.lasting(layout, shape);
      operation.with(DNNL_ARG_WORKSPACE, winners);
    } else {
      graph.release(given);
      graph.release(input);
    }
    graph.forward().add(operation);
    return output;
  }

  @Override
  public Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted) {
    if (!inputWanted) {
      return null;
    }
    Tensor result = graph.temporary(input.layout(), input.shape());
    pooling_backward.primitive_desc gradient =
        graph.own(
            new pooling_backward.primitive_desc(
                graph.engine(),
                dnnl_pooling_max,
                result.layout(),
                outputGradient.layout(),
                window.stride(),
                window.kernel(),
                DENSE,
                window.before(),
                window.after(),
                description,
                graph.attributes(),
                false));
    graph
        .backward()
        .add(
            graph
                .operation(new pooling_backward(gradient), gradient)
                .with(DNNL_ARG_DIFF_DST, outputGradient)
                .with(DNNL_ARG_WORKSPACE, winners)
                .with(DNNL_ARG_DIFF_SRC, result));
    graph.release(outputGradient);
    return result;
  }
}
