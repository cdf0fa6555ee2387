package org.hammingbird.training;

/**
 * How a network is trained: an architecture has one of its own, whose values settings may replace.
 * Immutable.
 */
public final class Recipe {
  private final int batchSize;
  private final double learningRate;
  private final Schedule schedule;
  private final double l2;
  private final int epochs;
  private final int steps;
  private final boolean augmented;

  private Recipe(
      int batchSize,
      double learningRate,
      Schedule schedule,
      double l2,
      int epochs,
      int steps,
      boolean augmented) {
    this.batchSize = batchSize;
    this.learningRate = learningRate;
    this.schedule = schedule;
    this.l2 = l2;
    this.epochs = epochs;
    this.steps = steps;
    this.augmented = augmented;
  }

  /** A recipe of twelve epochs at a constant rate, without augmentation or L2. */
  static Recipe of(int batchSize, double learningRate) {
    return new Recipe(batchSize, learningRate, Schedule.CONSTANT, 0, 12, 0, false);
  }

  /** Images a minibatch, of each worker. */
  public int batchSize() {
    return batchSize;
  }

  /** The highest learning rate. */
  public double learningRate() {
    return learningRate;
  }

  public Schedule schedule() {
    return schedule;
  }

  /** Factor of the sum of squared weights in the loss. */
  public double l2() {
    return l2;
  }

  /** Passes over the training set; 0 where {@link #steps} counts. */
  public int epochs() {
    return epochs;
  }

  /** Minibatches that each worker trains in all; 0 where {@link #epochs} counts. */
  public int steps() {
    return steps;
  }

  /** Whether training images are changed at random. */
  public boolean augmented() {
    return augmented;
  }

  public Recipe withBatchSize(int value) {
    return new Recipe(value, learningRate, schedule, l2, epochs, steps, augmented);
  }

  public Recipe withLearningRate(double value) {
    return new Recipe(batchSize, value, schedule, l2, epochs, steps, augmented);
  }

  public Recipe withSchedule(Schedule value) {
    return new Recipe(batchSize, learningRate, value, l2, epochs, steps, augmented);
  }

  public Recipe withL2(double value) {
    return new Recipe(batchSize, learningRate, schedule, value, epochs, steps, augmented);
  }

  /** By passes over the training set rather than by steps. */
  public Recipe withEpochs(int value) {
    return new Recipe(batchSize, learningRate, schedule, l2, value, 0, augmented);
  }

  /** By steps rather than by passes over the training set. */
  public Recipe withSteps(int value) {
    return new Recipe(batchSize, learningRate, schedule, l2, 0, value, augmented);
  }

  public Recipe withAugmentation(boolean value) {
    return new Recipe(batchSize, learningRate, schedule, l2, epochs, steps, value);
  }
}
