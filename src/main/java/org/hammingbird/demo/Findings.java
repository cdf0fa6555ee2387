package org.hammingbird.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the stages found in a sample collection, by image id. Filled once, then compared. */
public final class Findings {
  /** An image that was hashed, and how it measures. */
  static final class Measured {
    final long id;
    final double sharpness;
    final double brightness;

    private Measured(long id, double sharpness, double brightness) {
      this.id = id;
      this.sharpness = sharpness;
      this.brightness = brightness;
    }
  }

  private final List<Measured> images = new ArrayList<>();
  private final Map<Long, String> rejects = new TreeMap<>();
  private final Set<IdPair> pairs = new TreeSet<>();
  private final Set<Long> leakedTests = new TreeSet<>();
  private final Set<IdPair> conflicts = new TreeSet<>();
  private double accuracy;

  /** An image that was hashed, with the measures of the table {@code hashes}. */
  public void hashed(long id, double sharpness, double brightness) {
    images.add(new Measured(id, sharpness, brightness));
  }

  public void rejected(long id, String cause) {
    rejects.put(id, cause);
  }

  public void pair(long one, long other) {
    pairs.add(IdPair.of(one, other));
  }

  public void leakedTest(long id) {
    leakedTests.add(id);
  }

  public void conflict(long one, long other) {
    conflicts.add(IdPair.of(one, other));
  }

  /** Top-1 accuracy on the test split, 0 to 1. */
  public void accuracy(double top1) {
    accuracy = top1;
  }

  List<Measured> images() {
    return Collections.unmodifiableList(images);
  }

  Map<Long, String> rejects() {
    return Collections.unmodifiableMap(rejects);
  }

  Set<IdPair> pairs() {
    return Collections.unmodifiableSet(pairs);
  }

  Set<Long> leakedTests() {
    return Collections.unmodifiableSet(leakedTests);
  }

  Set<IdPair> conflicts() {
    return Collections.unmodifiableSet(conflicts);
  }

  double accuracy() {
    return accuracy;
  }
}
