package org.hammingbird.demo;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the stages found in a sample collection, by image id. Filled once, then compared. */
public final class Findings {
  private final Set<Long> images = new TreeSet<>();
  private final Map<String, Set<Long>> lowQuality = new TreeMap<>();
  private final Map<Long, String> rejects = new TreeMap<>();
  private final Set<IdPair> pairs = new TreeSet<>();
  private final Set<Long> leakedTests = new TreeSet<>();
  private final Set<IdPair> conflicts = new TreeSet<>();
  private double accuracy;

  public void hashed(long id) {
    images.add(id);
  }

  /** An image that is listed as of low quality, with a reason such as {@code blurred}. */
  public void lowQuality(long id, String reason) {
    lowQuality.computeIfAbsent(reason, name -> new TreeSet<>()).add(id);
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

  Set<Long> images() {
    return Collections.unmodifiableSet(images);
  }

  /** The images that are listed with a reason. */
  Set<Long> lowQuality(String reason) {
    return Collections.unmodifiableSet(lowQuality.getOrDefault(reason, Set.of()));
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
