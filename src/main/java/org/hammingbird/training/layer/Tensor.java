package org.hammingbird.training.layer;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** A place in memory and how the values lie in it: one of a {@link Graph}'s. */
final class Tensor {
  private final long[] shape;
  private final memory.desc layout;
  private final memory memory;
  private long place;

  Tensor(long[] shape, memory.desc layout, memory memory) {
    this.shape = shape;
    this.layout = layout;
    this.memory = memory;
  }

  /** Logical shape: [batch, channels, height, width] or [batch, values], whatever the layout. */
  long[] shape() {
    return shape;
  }

  memory.desc layout() {
    return layout;
  }

  memory memory() {
    return memory;
  }

  /** Lets it point to another place. */
  void bind(Pointer place) {
    memory.set_data_handle(place);
    this.place = place.address();
  }

  /** Its first values, where they are float32. */
  float[] read(int count) {
    float[] values = new float[count];
    new Address(place).floats().get(values);
    return values;
  }

  /** Sets its first values, where they are float32. */
  void write(float[] values) {
    new Address(place).floats().put(values);
  }
}
