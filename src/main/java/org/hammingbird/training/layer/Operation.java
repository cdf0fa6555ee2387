package org.hammingbird.training.layer;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** A oneDNN primitive with the tensors that it reads and writes. */
final class Operation implements Runnable {
  private final primitive primitive;
  private final stream stream;
  private final IntMemoryMap arguments;

  Operation(primitive primitive, stream stream, IntMemoryMap arguments) {
    this.primitive = primitive;
    this.stream = stream;
    this.arguments = arguments;
  }

  /**
   * Gives it one of its tensors.
   *
   * @param role one of oneDNN's {@code DNNL_ARG_} numbers
   */
  Operation with(int role, Tensor tensor) {
    return with(role, tensor.memory());
  }

  Operation with(int role, memory memory) {
    arguments.put(role, memory);
    return this;
  }

  @Override
  public void run() {
    primitive.execute(stream, arguments);
  }
}
