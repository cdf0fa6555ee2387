package org.hammingbird.training.layer;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place in native memory that somebody else owns. */
final class Address extends Pointer {
  Address(long value) {
    this.address = value;
  }

  /** Where the values of a contiguous array begin, views included. */
  static Address of(INDArray array) {
    return new Address(valueOf(array));
  }

  static long valueOf(INDArray array) {
    return array.data().address() + array.offset() * array.data().getElementSize();
  }

  FloatPointer floats() {
    return new FloatPointer(this);
  }
}
