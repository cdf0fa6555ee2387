package org.hammingbird.training;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Brings matrices from native memory to the heap. */
public final class Matrices {
  private Matrices() {}

  /**
   * The rows of a matrix of floats. {@link INDArray#toFloatMatrix} makes a native array of each
   * row: for the outputs of a minibatch a tenth of the time that a training step takes.
   */
  public static float[][] rows(INDArray matrix) {
    float[][] rows = new float[(int) matrix.rows()][(int) matrix.columns()];
    try (INDArray copy = matrix.dup('c')) {
      FloatBuffer values = copy.data().asNioFloat();
      for (float[] row : rows) {
        values.get(row);
      }
    }
    return rows;
  }
}
