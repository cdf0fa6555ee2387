package org.hammingbird.training;

import java.util.function.Consumer;
import org.hammingbird.training.layer.Precision;

/**
 * How a network is trained: an architecture has one of its own, whose values settings may replace.
 * Immutable.
 */
public final class Recipe {
  private int batchSize;
  private double learningRate;
  private Schedule schedule = Schedule.CONSTANT;
  private double l2;
  private double labelSmoothing;
  private double warmup;
  private int epochs = 12;
  private int steps;
  private AugmentationKind augmentation = AugmentationKind.NONE;
  private Precision precision = Precision.AUTO;

  private Recipe() {}

  /** A recipe of twelve epochs at a constant rate, without augmentation, L2 or label smoothing. */
  static Recipe of(int batchSize, double learningRate) {
    return new Recipe().withBatchSize(batchSize).withLearningRate(learningRate);
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

  /** Part of an image's target that all classes share alike (0 to below 1). */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /**
   * Part of all steps in which the learning rate rises from nothing to the schedule's (0 to 0.5).
   */
  public double warmup() {
    return warmup;
  }

  /** Passes over the training set; 0 where {@link #steps} counts. */
  public int epochs() {
    return epochs;
  }

  /** Minibatches that each worker trains in all; 0 where {@link #epochs} counts. */
  public int steps() {
    return steps;
  }

  /** What is changed of training images. */
  public AugmentationKind augmentation() {
    return augmentation;
  }

  /** How values between layers are held. */
  public Precision precision() {
    return precision;
  }

  public Recipe withBatchSize(int value) {
    return with(copy -> copy.batchSize = value);
  }

  public Recipe withLearningRate(double value) {
    return with(copy -> copy.learningRate = value);
  }

  public Recipe withSchedule(Schedule value) {
    return with(copy -> copy.schedule = value);
  }

  public Recipe withL2(double value) {
    return with(copy -> copy.l2 = value);
  }

  public Recipe withLabelSmoothing(double value) {
    return with(copy -> copy.labelSmoothing = value);
  }

  public Recipe withWarmup(double value) {
    return with(copy -> copy.warmup = value);
  }

  /** By passes over the training set rather than by steps. */
  public Recipe withEpochs(int value) {
    return with(
        copy -> {
          copy.epochs = value;
          copy.steps = 0;
        });
  }

  /** By steps rather than by passes over the training set. */
  public Recipe withSteps(int value) {
    return with(
        copy -> {
          copy.epochs = 0;
          copy.steps = value;
        });
  }

  public Recipe withAugmentation(AugmentationKind value) {
    return with(copy -> copy.augmentation = value);
  }

  public Recipe withPrecision(Precision value) {
    return with(copy -> copy.precision = value);
  }

  private Recipe with(Consumer<Recipe> change) {
    Recipe copy = new Recipe();
    copy.batchSize = batchSize;
    copy.learningRate = learningRate;
    copy.schedule = schedule;
    copy.l2 = l2;
    copy.labelSmoothing = labelSmoothing;
    copy.warmup = warmup;
    copy.epochs = epochs;
    copy.steps = steps;
    copy.augmentation = augmentation;
    copy.precision = precision;
    change.accept(copy);
    return copy;
  }
}
