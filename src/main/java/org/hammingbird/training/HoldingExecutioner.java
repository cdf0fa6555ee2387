package org.hammingbird.training;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * Holds a broadcast, such as the addition of a bias to all rows, until its native code has ended.
 *
 * <p>ND4J 1.0.0-M2.1 lets go of it before: the array that says which dimension it goes along
 * belongs to the operation alone, and is freed outside the heap where the garbage collector comes
 * by in that moment. The native code then ends the process ({@code SIGSEGV} in {@code
 * sd::DataBuffer::primary()}), once in many hours of training, most of all with small heaps. Its
 * other operations are used after their native code, which holds them.
 *
 * <p>ND4J makes it by name: see {@link Natives}.
 */
public final class HoldingExecutioner extends NativeOpExecutioner {
  @Override
  public INDArray exec(BroadcastOp operation, OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      Reference.reachabilityFence(operation);
    }
  }
}
