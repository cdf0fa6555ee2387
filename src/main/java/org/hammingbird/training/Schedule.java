package org.hammingbird.training;

import java.util.Locale;

/**
 * How the learning rate moves over a training. The driver computes it once a round and sends it
 * with the network: DL4J's own schedules count iterations, which parameter averaging advances by
 * its frequency whatever was done.
 */
public enum Schedule {
  /** The same rate from first to last. */
  CONSTANT {
    @Override
    public double factor(double progress) {
      return 1;
    }
  },
  /** Half a cosine from the full rate down to a hundredth of it. */
  COSINE {
    @Override
    public double factor(double progress) {
      return between(1, FLOOR, progress);
    }
  },
  /**
   * Up half a cosine from a 25th of the full rate in the first three tenths, then down another to a
   * ten-thousandth (Smith and Topin, arXiv 1708.07120, with the shape that PyTorch gave it).
   */
  ONE_CYCLE {
    @Override
    public double factor(double progress) {
      return progress < RISE
          ? between(1 / 25.0, 1, progress / RISE)
          : between(1, 1e-4, (progress - RISE) / (1 - RISE));
    }
  },
  /** The full rate for half of the training, a tenth for a quarter, a hundredth for the rest. */
  STEP {
    @Override
    public double factor(double progress) {
      return progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01;
    }
  };

  private static final double FLOOR = 0.01;
  private static final double RISE = 0.3;

  /**
   * The part of the learning rate to use.
   *
   * @param progress part of all steps that is done (0 to 1)
   * @return above 0, at most 1
   */
  public abstract double factor(double progress);

  /** The name in settings. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double between(double first, double last, double progress) {
    return last + (first - last) * (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
