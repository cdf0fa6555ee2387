package org.hammingbird.spark.training;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What changes of a network while it trains: its parameters, among which are batch normalisation's
 * means and variances, and its updater's state. Both are the flat vectors of DL4J as little-endian
 * 32-bit floats in arrays of bytes, which any serializer copies as they are. Immutable.
 */
final class NetworkState implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NOTHING = new byte[0];

  private final byte[] parameters;
  private final byte[] updater;

  private NetworkState(byte[] parameters, byte[] updater) {
    this.parameters = parameters;
    this.updater = updater;
  }

  /** A copy of a network's. */
  static NetworkState of(MultiLayerNetwork network) {
    return new NetworkState(
        bytes(network.params()), bytes(network.getUpdater().getStateViewArray()));
  }

  /**
   * The mean of some of the same network, number by number, summed in their order with 64 bits: it
   * depends on nothing but them.
   */
  static NetworkState mean(List<NetworkState> states) {
    byte[][] parameters = states.stream().map(s -> s.parameters).toArray(byte[][]::new);
    byte[][] updaters = states.stream().map(s -> s.updater).toArray(byte[][]::new);
    return new NetworkState(mean(parameters), mean(updaters));
  }

  /** Overwrites a network's. */
  void into(MultiLayerNetwork network) {
    write(parameters, network.params());
    write(updater, network.getUpdater().getStateViewArray());
  }

  private static byte[] mean(byte[][] vectors) {
    if (vectors.length == 1) {
      return vectors[0];
    }
    byte[] mean = new byte[vectors[0].length];
    for (int at = 0; at < mean.length; at += Float.BYTES) {
      double sum = 0;
      for (byte[] vector : vectors) {
        sum += (float) FLOAT.get(vector, at);
      }
      FLOAT.set(mean, at, (float) (sum / vectors.length));
    }
    return mean;
  }

  /** A network without an updater state, such as one trained by plain SGD, has no such array. */
  private static byte[] bytes(INDArray vector) {
    if (vector == null || vector.isEmpty()) {
      return NOTHING;
    }
    byte[] bytes = new byte[Math.toIntExact(vector.length() * Float.BYTES)];
    vector.data().asNio().order(ByteOrder.nativeOrder()).get(bytes);
    return bytes;
  }

  private static void write(byte[] bytes, INDArray vector) {
    if (bytes.length > 0) {
      vector.data().asNio().put(bytes);
    }
  }
}
