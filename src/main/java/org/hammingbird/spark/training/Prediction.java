package org.hammingbird.spark.training;

/** What a model says of one item: a probability for each class. */
public final class Prediction<T> {
  private final T item;
  private final float[] probabilities;

  Prediction(T item, float[] probabilities) {
    this.item = item;
    this.probabilities = probabilities;
  }

  /** What was predicted, as it was handed in. */
  public T item() {
    return item;
  }

  /** In the order of the model's class names; they sum to 1. */
  public float[] probabilities() {
    return probabilities;
  }

  /** Index of the most probable class; of equals the first. */
  public int best() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Probability of the most probable class (0 to 1). */
  public float confidence() {
    return probabilities[best()];
  }
}
