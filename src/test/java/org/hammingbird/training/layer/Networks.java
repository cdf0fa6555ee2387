package org.hammingbird.training.layer;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and drawn inputs for the tests of this package. */
final class Networks {
  static final int CLASSES = 3;

  private Networks() {}

  /** The layers of a test, then softmax, in DL4J's own terms. */
  static MultiLayerConfiguration plain(InputType input, Layer... layers) {
    return plain(DataType.FLOAT, input, layers);
  }

  static MultiLayerConfiguration plain(DataType type, InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(type)
            .updater(new Adam(1e-2))
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }

  static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** The same, with the parameters of another network of this shape. */
  static MultiLayerNetwork started(MultiLayerConfiguration configuration, MultiLayerNetwork from) {
    MultiLayerNetwork network = started(configuration);
    network.setParams(from.params());
    return network;
  }

  /** A network whose stack DL4J's own layers compute. */
  static MultiLayerNetwork withoutOneDnn(MultiLayerConfiguration configuration) {
    System.setProperty(OneDnn.DISABLED, "true");
    try {
      return started(configuration);
    } finally {
      System.clearProperty(OneDnn.DISABLED);
    }
  }

  /** Moves biases, scales and running statistics away from the values that they start with. */
  static void shake(MultiLayerNetwork network, long seed) {
    Random random = new Random(seed);
    INDArray parameters = network.params();
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, parameters.getDouble(i) + 0.05 * random.nextGaussian());
    }
  }

  /** Images or vectors with labels. */
  static DataSet drawn(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray features = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextGaussian());
    }
    INDArray labels = Nd4j.create(DataType.FLOAT, shape[0], CLASSES);
    for (long i = 0; i < shape[0]; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return new DataSet(features, labels);
  }

  /** The gradient of the summed loss, by parameter. */
  static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    return network.getFlattenedGradients().dup();
  }

  static StackedLayers stack(MultiLayerNetwork network) {
    return (StackedLayers) network.getLayer(0);
  }
}
