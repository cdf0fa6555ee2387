package org.hammingbird.spark.training;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of one minibatch, native ones and those in which they are prepared, filled often. */
final class Minibatch implements AutoCloseable {
  private final TrainingInputs inputs;
  private final float[] features;
  private final float[] labels;
  private final DataSet dataSet;

  Minibatch(TrainingInputs inputs, int images) {
    this.inputs = inputs;
    this.features = new float[images * inputs.preprocessing().length()];
    this.labels = new float[images * inputs.classes()];
    this.dataSet =
        new DataSet(array(inputs.preprocessing().shape(images)), array(images, inputs.classes()));
  }

  /** What a network trains on; its arrays change with this minibatch. */
  DataSet dataSet() {
    return dataSet;
  }

  /** Prepares one image of the minibatch. */
  void set(int place, PackedImages.Image image, int epoch) {
    inputs.write(
        image.raster(), image.id(), epoch, features, place * inputs.preprocessing().length());
    int from = place * inputs.classes();
    Arrays.fill(labels, from, from + inputs.classes(), inputs.otherTarget());
    labels[from + image.label()] = inputs.ownTarget();
  }

  /** Copies what was prepared into the native arrays. */
  void send() {
    copy(features, dataSet.getFeatures());
    copy(labels, dataSet.getLabels());
  }

  @Override
  public void close() {
    dataSet.getFeatures().close();
    dataSet.getLabels().close();
  }

  private static INDArray array(long... shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
  }

  private static void copy(float[] values, INDArray array) {
    array.data().asNioFloat().put(values);
  }
}
