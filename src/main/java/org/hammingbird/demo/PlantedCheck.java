package org.hammingbird.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what was found in a sample collection with what was planted there. Files that cannot be
 * read must all be found, each with its cause; of near-duplicates one in twenty may be missed, and
 * as many may be found that nobody planted, since a hash is a sketch of an image; of images of low
 * quality one in ten; the network must beat chance {@value #TIMES_CHANCE} times over.
 */
public final class PlantedCheck {
  static final int TIMES_CHANCE = 4;
  private static final double PAIRS = 0.05;
  private static final double QUALITY = 0.1;

  /** One thing that was compared. */
  public static final class Line {
    private final String what;
    private final String outcome;
    private final String allowed;
    private final boolean passed;

    private Line(String what, String outcome, String allowed, boolean passed) {
      this.what = what;
      this.outcome = outcome;
      this.allowed = allowed;
      this.passed = passed;
    }

    public String what() {
      return what;
    }

    /** Such as "planted 40, found 39, 1 missed, 0 unexpected". */
    public String outcome() {
      return outcome;
    }

    public boolean passed() {
      return passed;
    }

    @Override
    public String toString() {
      return String.format("%-4s  %-24s %s (%s)", passed ? "ok" : "FAIL", what, outcome, allowed);
    }
  }

  private final List<Line> lines = new ArrayList<>();

  private PlantedCheck() {}

  public static PlantedCheck of(Planted planted, Findings found) {
    PlantedCheck check = new PlantedCheck();
    check.hashed(planted, found);
    check.compare("rejected files", causes(planted.rejects()), causes(found.rejects()), 0);
    check.compare("near-duplicate pairs", planted.pairs().keySet(), found.pairs(), PAIRS);
    check.compare("leaked test images", planted.leaks().keySet(), found.leakedTests(), PAIRS);
    check.compare("label conflicts", planted.conflicts(), found.conflicts(), PAIRS);
    for (Flaw flaw : Flaw.values()) {
      check.compare(
          flaw.id() + " images", with(planted, flaw), found.lowQuality(flaw.reason()), QUALITY);
    }
    check.accuracy(planted.classes(), found.accuracy());
    return check;
  }

  /** In the order in which the stages run. */
  public List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  public boolean passed() {
    return lines.stream().allMatch(Line::passed);
  }

  private void hashed(Planted planted, Findings found) {
    long expected = planted.images() - planted.rejects().size();
    long hashed = found.images().size();
    add(
        "hashed images",
        String.format("drawn %,d, found %,d", expected, hashed),
        "must be equal",
        expected == hashed);
  }

  private static Set<String> causes(java.util.Map<Long, String> rejects) {
    return rejects.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.toSet());
  }

  private <T> void compare(
      String what, Collection<T> planted, Collection<T> found, double tolerance) {
    Set<T> missed = new HashSet<>(planted);
    missed.removeAll(found);
    Set<T> unexpected = new HashSet<>(found);
    unexpected.removeAll(planted);
    // one of few is more than the tolerance's share of them, and no more telling
    long allowed = tolerance == 0 ? 0 : Math.max(1, (long) (tolerance * planted.size()));
    add(
        what,
        String.format(
            "planted %d, found %d, %d missed, %d unexpected",
            planted.size(), planted.size() - missed.size(), missed.size(), unexpected.size()),
        allowed == 0 ? "none allowed" : "up to " + allowed + " of each allowed",
        missed.size() <= allowed && unexpected.size() <= allowed);
  }

  private static List<Long> with(Planted planted, Flaw flaw) {
    return planted.flaws().entrySet().stream()
        .filter(e -> e.getValue().equals(flaw.id()))
        .map(java.util.Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  private void accuracy(int classes, double reached) {
    double chance = 1.0 / classes;
    add(
        "accuracy on test images",
        String.format(Locale.ROOT, "%.1f%%, chance is %.1f%%", 100 * reached, 100 * chance),
        String.format(Locale.ROOT, "at least %.0f%%", 100 * TIMES_CHANCE * chance),
        reached >= TIMES_CHANCE * chance);
  }

  private void add(String what, String outcome, String allowed, boolean passed) {
    lines.add(new Line(what, outcome, allowed, passed));
  }
}
