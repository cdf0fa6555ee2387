package org.hammingbird.training.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam (Kingma and Ba, 2015) with its usual constants, as DL4J's {@code Adam} computes it and with
 * the same state, in one pass over the flat vector.
 */
public final class FlatAdam implements IUpdater {
  private static final long serialVersionUID = 1L;
  private static final float BETA1 = (float) Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY;
  private static final float BETA2 = (float) Adam.DEFAULT_ADAM_BETA2_VAR_DECAY;
  private static final float EPSILON = (float) Adam.DEFAULT_ADAM_EPSILON;

  @JsonProperty private double learningRate;

  /** For Jackson. */
  public FlatAdam() {
    this(Adam.DEFAULT_ADAM_LEARNING_RATE);
  }

  public FlatAdam(double learningRate) {
    this.learningRate = learningRate;
  }

  @Override
  public long stateSize(long parameters) {
    return 2 * parameters;
  }

  @Override
  public GradientUpdater<FlatAdam> instantiate(INDArray state, boolean initialize) {
    Moments moments = new Moments(this);
    moments.setStateViewArray(state, null, 'c', initialize);
    return moments;
  }

  @Override
  public GradientUpdater<FlatAdam> instantiate(Map<String, INDArray> state, boolean initialize) {
    Moments moments = new Moments(this);
    moments.setState(state, initialize);
    return moments;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRate;
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    if (schedule != null) {
      throw new UnsupportedOperationException("The learning rate is set from outside");
    }
    learningRate = rate;
  }

  @Override
  public FlatAdam clone() {
    return new FlatAdam(learningRate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlatAdam && learningRate == ((FlatAdam) other).learningRate;
  }

  @Override
  public int hashCode() {
    return Objects.hash(learningRate);
  }

  @Override
  public String toString() {
    return "FlatAdam(" + learningRate + ")";
  }

  /** The running means of gradients and of their squares. */
  static final class Moments implements GradientUpdater<FlatAdam> {
    private static final String MEAN = "M";
    private static final String SQUARE = "V";
    // a few arrays of this length stay in the first-level cache, and HotSpot vectorises loops over
    // arrays but not over native memory
    private static final int CHUNK = 2048;

    private final FlatAdam settings;
    private final float[] gradients = new float[CHUNK];
    private final float[] means = new float[CHUNK];
    private final float[] squares = new float[CHUNK];
    private INDArray mean;
    private INDArray square;

    private Moments(FlatAdam settings) {
      this.settings = settings;
    }

    @Override
    public FlatAdam getConfig() {
      return settings;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      mean = state.get(MEAN);
      square = state.get(SQUARE);
      if (initialize) {
        mean.assign(0);
        square.assign(0);
      }
    }

    @Override
    public Map<String, INDArray> getState() {
      Map<String, INDArray> state = new HashMap<>();
      state.put(MEAN, mean);
      state.put(SQUARE, square);
      return state;
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
      INDArray flat = view.reshape(view.length());
      long half = flat.length() / 2;
      if (initialize) {
        flat.assign(0);
      }
      mean = flat.get(NDArrayIndex.interval(0, half));
      square = flat.get(NDArrayIndex.interval(half, 2 * half));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      if (gradient.dataType() != DataType.FLOAT) {
        throw new IllegalArgumentException(
            "Invalid gradients: of " + gradient.dataType() + " (must be FLOAT)");
      }
      double step = iteration + 1;
      float rate =
          (float)
              (settings.learningRate
                  * Math.sqrt(1 - Math.pow(Adam.DEFAULT_ADAM_BETA2_VAR_DECAY, step))
                  / (1 - Math.pow(Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY, step)));
      long length = gradient.length();
      FloatPointer g = Address.of(gradient).floats();
      FloatPointer m = Address.of(mean).floats();
      FloatPointer v = Address.of(square).floats();
      for (long start = 0; start < length; start += CHUNK) {
        int count = (int) Math.min(CHUNK, length - start);
        g.position(start).get(gradients, 0, count);
        m.position(start).get(means, 0, count);
        v.position(start).get(squares, 0, count);
        apply(gradients, means, squares, count, rate);
        g.put(gradients, 0, count);
        m.put(means, 0, count);
        v.put(squares, 0, count);
      }
    }

    /** Replaces gradients by what is taken off the parameters. */
    private static void apply(float[] gradient, float[] mean, float[] square, int n, float rate) {
      for (int i = 0; i < n; i++) {
        float g = gradient[i];
        float m = BETA1 * mean[i] + (1 - BETA1) * g;
        float v = BETA2 * square[i] + (1 - BETA2) * g * g;
        mean[i] = m;
        square[i] = v;
        gradient[i] = rate * m / ((float) Math.sqrt(v) + EPSILON);
      }
    }
  }
}
