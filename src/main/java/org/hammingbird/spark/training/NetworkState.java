package org.hammingbird.spark.training;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What changes of a network while it trains: its parameters, among which are batch normalisation's
 * means and variances, and its updater's state. Both are the flat vectors of DL4J as little-endian
 * 32-bit floats in arrays of bytes, which any serializer copies as they are. Immutable.
 */
final class NetworkState implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int CHUNK = 4096;
  private static final Map<String, NetworkState> HANDED_OVER = new ConcurrentHashMap<>();
  private static final byte[] NOTHING = new byte[0];

  private final byte[] parameters;
  private final byte[] updater;

  private NetworkState(byte[] parameters, byte[] updater) {
    this.parameters = parameters;
    this.updater = updater;
  }

  /** Lets go of what was handed over inside this process: nobody asks for it any more. */
  static void forget() {
    HANDED_OVER.clear();
  }

  /** Where driver and workers are one process, nothing has to be copied. */
  private Object writeReplace() {
    SparkEnv spark = SparkEnv.get();
    if (spark == null || !staysInProcess(spark.conf())) {
      return this;
    }
    String key = UUID.randomUUID().toString();
    HANDED_OVER.put(key, this);
    return new Handle(key);
  }

  /** Whether driver and workers are one process. */
  static boolean staysInProcess(SparkConf conf) {
    String master = conf.get("spark.master", "");
    return master.equals("local") || master.startsWith("local[");
  }

  /** Its size as it is sent, but for a few hundred bytes. */
  long bytes() {
    return (long) parameters.length + updater.length;
  }

  /** A copy of a network's. */
  static NetworkState of(MultiLayerNetwork network) {
    return new NetworkState(
        bytes(network.params()), bytes(network.getUpdater().getStateViewArray()));
  }

  /**
   * The mean of some of the same network, number by number, summed in their order: it depends on
   * nothing but them.
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
    byte[] mean = new byte[vectors[0].length];
    float[] sums = new float[CHUNK];
    float[] numbers = new float[CHUNK];
    for (int from = 0; from < mean.length; from += CHUNK * Float.BYTES) {
      int count = Math.min(CHUNK, (mean.length - from) / Float.BYTES);
      Arrays.fill(sums, 0);
      for (byte[] vector : vectors) {
        floats(vector, from).get(numbers, 0, count);
        for (int i = 0; i < CHUNK; i++) {
          sums[i] += numbers[i];
        }
      }
      for (int i = 0; i < CHUNK; i++) {
        sums[i] /= vectors.length;
      }
      floats(mean, from).put(sums, 0, count);
    }
    return mean;
  }

  private static FloatBuffer floats(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes, from, bytes.length - from)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
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

  /** Stands for a state of this process while it is sent. */
  private static final class Handle implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String key;

    private Handle(String key) {
      this.key = key;
    }

    private Object readResolve() {
      return HANDED_OVER.get(key);
    }
  }
}
