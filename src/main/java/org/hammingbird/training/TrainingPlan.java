package org.hammingbird.training;

/**
 * Steps, rounds and learning rates of a training with parameter averaging. A step is one minibatch
 * of each worker; a round is {@code averaging frequency} steps, after which the workers' networks
 * are averaged; an epoch is as many whole minibatches as the worker with the fewest images has, so
 * that all workers take part in each step. Immutable.
 */
public final class TrainingPlan {
  private final Recipe recipe;
  private final int workers;
  private final int averagingFrequency;
  private final int stepsAnEpoch;
  private final int steps;

  /**
   * @param smallestShare images of the worker with the fewest, at least one batch
   * @param averagingFrequency steps a round, at least 1
   */
  public TrainingPlan(Recipe recipe, int workers, long smallestShare, int averagingFrequency) {
    if (workers < 1 || averagingFrequency < 1 || smallestShare < recipe.batchSize()) {
      throw new IllegalArgumentException(
          String.format(
              "Invalid plan: %d workers, %d images a worker for batches of %d, averaging every %d",
              workers, smallestShare, recipe.batchSize(), averagingFrequency));
    }
    this.recipe = recipe;
    this.workers = workers;
    this.averagingFrequency = averagingFrequency;
    this.stepsAnEpoch = Math.toIntExact(smallestShare / recipe.batchSize());
    this.steps =
        recipe.steps() > 0 ? recipe.steps() : Math.multiplyExact(recipe.epochs(), stepsAnEpoch);
  }

  /** How many networks are trained at a time. */
  public int workers() {
    return workers;
  }

  /** Images a step of each worker. */
  public int batchSize() {
    return recipe.batchSize();
  }

  /** The most steps that a round has. */
  public int averagingFrequency() {
    return averagingFrequency;
  }

  /** Steps in all. */
  public int steps() {
    return steps;
  }

  /** Steps of a whole epoch. */
  public int stepsAnEpoch() {
    return stepsAnEpoch;
  }

  /** Epochs, of which the last may be cut short. */
  public int epochs() {
    return (steps + stepsAnEpoch - 1) / stepsAnEpoch;
  }

  /** The epoch that a step belongs to, from 0. */
  public int epochOf(int step) {
    return step / stepsAnEpoch;
  }

  /** A step's place in its epoch, from 0. */
  public int stepInEpoch(int step) {
    return step % stepsAnEpoch;
  }

  /** Steps of the round that begins at {@code step}: it ends with its epoch at the latest. */
  public int stepsOfRound(int step) {
    int left = Math.min(stepsAnEpoch - stepInEpoch(step), steps - step);
    return Math.min(averagingFrequency, left);
  }

  /** Images that all workers train in so many steps. */
  public long images(int stepCount) {
    return (long) stepCount * workers * recipe.batchSize();
  }

  /**
   * The learning rate of the round that begins at {@code step}: the schedule's at its middle, which
   * is nearest to what its single steps would have had.
   */
  public double learningRate(int step) {
    double progress = (step + stepsOfRound(step) / 2.0) / steps;
    double warm = recipe.warmup() == 0 ? 1 : Math.min(1, progress / recipe.warmup());
    return recipe.learningRate() * warm * recipe.schedule().factor(progress);
  }
}
