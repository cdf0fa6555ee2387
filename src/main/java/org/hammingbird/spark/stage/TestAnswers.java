package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * How often several networks that were trained alike, but for their seeds, named each test image
 * rightly. Immutable.
 */
final class TestAnswers {
  private final List<TrialResult> trials;
  private final long[] ids;
  private final double[] shares;

  private TestAnswers(List<TrialResult> trials, long[] ids, double[] shares) {
    this.trials = trials;
    this.ids = ids;
    this.shares = shares;
  }

  /**
   * The answers of those networks that were trained on the most images by a rule, for the steps
   * that all trials have in common.
   *
   * @param testIds in ascending order
   * @return without networks where none was trained by the rule
   */
  static TestAnswers ofLargest(String rule, Collection<TrialResult> done, long[] testIds) {
    List<TrialResult> largest = new ArrayList<>();
    for (TrialResult result : done) {
      boolean alike =
          result.trial().passes() == 0
              && result.trial().rule().id().equals(rule)
              && result.trial().quality().equals(SelectOptions.ANY);
      long most = largest.isEmpty() ? 0 : largest.get(0).images();
      if (alike && result.images() >= most) {
        if (result.images() > most) {
          largest.clear();
        }
        largest.add(result);
      }
    }
    List<IntPredicate> right = new ArrayList<>();
    largest.forEach(result -> right.add(result::right));
    return new TestAnswers(largest, testIds, shares(testIds.length, right));
  }

  /**
   * For each test image the share of some networks that name it rightly.
   *
   * @param right whether a network names the image at a place rightly, for each network
   */
  static double[] shares(int images, List<IntPredicate> right) {
    double[] shares = new double[images];
    for (int place = 0; place < images; place++) {
      int rightly = 0;
      for (IntPredicate network : right) {
        rightly += network.test(place) ? 1 : 0;
      }
      // counted first: parts of one, added up, come to more than one
      shares[place] = right.isEmpty() ? 0 : (double) rightly / right.size();
    }
    return shares;
  }

  /** The trials whose networks answered. */
  List<TrialResult> trials() {
    return Collections.unmodifiableList(trials);
  }

  /** How many networks answered. */
  int networks() {
    return trials.size();
  }

  /** Images that each of them was trained on; 0 without networks. */
  long trainedOn() {
    return trials.isEmpty() ? 0 : trials.get(0).images();
  }

  /** Test images. */
  int size() {
    return ids.length;
  }

  /** Mean over networks and test images; NaN without networks. */
  double accuracy() {
    return trials.isEmpty() ? Double.NaN : Arrays.stream(shares).average().orElse(Double.NaN);
  }

  /** For each test image the share of the networks that named it rightly, in the order of ids. */
  double[] shares() {
    return shares.clone();
  }

  /** The same of some test images. */
  double[] shares(LongPredicate ofIds) {
    double[] some = new double[ids.length];
    int count = 0;
    for (int place = 0; place < ids.length; place++) {
      if (ofIds.test(ids[place])) {
        some[count++] = shares[place];
      }
    }
    return Arrays.copyOf(some, count);
  }

  /** Which test images a predicate holds for, in the order of ids. */
  boolean[] which(LongPredicate ofIds) {
    boolean[] which = new boolean[ids.length];
    for (int place = 0; place < ids.length; place++) {
      which[place] = ofIds.test(ids[place]);
    }
    return which;
  }
}
