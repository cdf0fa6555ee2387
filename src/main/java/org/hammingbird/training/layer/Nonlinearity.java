package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.List;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** An activation function, in oneDNN's terms. */
enum Nonlinearity {
  NONE,
  RELU,
  /** {@code x * sigmoid(1.702 x)}, which DL4J calls GELU. */
  GELU;

  private static final float GELU_SLOPE = 1.702f;

  /** The one that DL4J's function is; null where there is none. */
  static Nonlinearity of(IActivation activation) {
    if (activation instanceof ActivationIdentity) {
      return NONE;
    }
    if (activation instanceof ActivationReLU && activation.equals(new ActivationReLU())) {
      return RELU;
    }
    if (activation instanceof ActivationGELU && !((ActivationGELU) activation).isPrecise()) {
      return GELU;
    }
    return null;
  }

  /** Whether another operation can apply it to its result for nothing. */
  boolean fuses() {
    return this == RELU;
  }

  /** Lets an operation apply it to its result. */
  void fuse(Graph graph, primitive_attr attributes) {
    post_ops after = graph.own(new post_ops());
    after.append_eltwise(dnnl_eltwise_relu, 0, 0);
    attributes.set_post_ops(after);
  }

  /** Adds {@code output = f(input)}; both may be the same tensor. */
  void forward(Graph graph, Tensor input, Tensor output) {
    eltwise_forward.primitive_desc description = description(graph, input.layout());
    graph
        .forward()
        .add(
            graph
                .operation(new eltwise_forward(description), description)
                .with(DNNL_ARG_SRC, input)
                .with(DNNL_ARG_DST, output));
  }

  /**
   * Multiplies a gradient by the derivative, in place.
   *
   * @param values the function's results for ReLU, its arguments for the others
   */
  void backward(Graph graph, Tensor values, Tensor gradient) {
    eltwise_backward.primitive_desc description =
        graph.own(
            new eltwise_backward.primitive_desc(
                graph.engine(),
                this == RELU ? dnnl_eltwise_relu_use_dst_for_bwd : dnnl_eltwise_swish,
                gradient.layout(),
                gradient.layout(),
                values.layout(),
                slope(),
                0,
                description(graph, values.layout()),
                graph.attributes(),
                false));
    List<Runnable> stage = graph.backward();
    stage.add(
        graph
            .operation(new eltwise_backward(description), description)
            .with(this == RELU ? DNNL_ARG_DST : DNNL_ARG_SRC, values)
            .with(DNNL_ARG_DIFF_DST, gradient)
            .with(DNNL_ARG_DIFF_SRC, gradient));
  }

  private eltwise_forward.primitive_desc description(Graph graph, memory.desc layout) {
    return graph.own(
        new eltwise_forward.primitive_desc(
            graph.engine(),
            graph.training() ? dnnl_forward_training : dnnl_forward_inference,
            this == RELU ? dnnl_eltwise_relu : dnnl_eltwise_swish,
            layout,
            layout,
            slope(),
            0,
            graph.attributes(),
            false));
  }

  private float slope() {
    return this == GELU ? GELU_SLOPE : 0;
  }
}
