package org.hammingbird.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accuracies of networks trained on sets that several rules chose, compared budget by budget with
 * those of one rule, the baseline. Trainings of one seed are a pair; all comparisons together are
 * one family of tests, corrected by {@link Holm}. Immutable.
 */
public final class RuleComparison {
  private final List<Cell> cells;

  private RuleComparison(List<Cell> cells) {
    this.cells = Collections.unmodifiableList(cells);
  }

  /** Collects accuracies; budgets and rules keep the order in which they first came. */
  public static final class Builder {
    private final String baseline;
    private final List<Cell> cells = new ArrayList<>();

    /**
     * @param baseline the rule that the others are compared with
     */
    public Builder(String baseline) {
      this.baseline = Objects.requireNonNull(baseline);
    }

    /**
     * Adds a training.
     *
     * @param budget in words, such as {@code 5%}
     * @param images that the rule chose
     * @param accuracy 0 to 1
     */
    public Builder add(String budget, String rule, long images, long seed, double accuracy) {
      Cell cell = find(budget, rule);
      if (cell == null) {
        cell = new Cell(budget, rule, images);
        cells.add(cell);
      }
      if (cell.accuracies.put(seed, accuracy) != null) {
        throw new IllegalArgumentException(
            "Two trainings of " + rule + " at " + budget + " with seed " + seed);
      }
      return this;
    }

    private Cell find(String budget, String rule) {
      for (Cell cell : cells) {
        if (cell.budget.equals(budget) && cell.rule.equals(rule)) {
          return cell;
        }
      }
      return null;
    }

    public RuleComparison build() {
      double[] pValues = new double[cells.size()];
      for (int i = 0; i < pValues.length; i++) {
        Cell cell = cells.get(i);
        Cell other = cell.rule.equals(baseline) ? null : find(cell.budget, baseline);
        cell.compare(other);
        pValues[i] = cell.difference.pValue();
      }
      double[] adjusted = Holm.adjusted(pValues);
      for (int i = 0; i < adjusted.length; i++) {
        cells.get(i).adjusted = adjusted[i];
      }
      return new RuleComparison(new ArrayList<>(cells));
    }
  }

  /** One rule at one budget each. */
  public List<Cell> cells() {
    return cells;
  }

  /** Comparisons with the baseline that could be tested, as {@link MeanEstimate#pValue} says. */
  public int comparisons() {
    return Holm.tests(cells.stream().mapToDouble(cell -> cell.difference.pValue()).toArray());
  }

  /** One rule at one budget. */
  public static final class Cell {
    private final String budget;
    private final String rule;
    private final long images;
    private final SortedMap<Long, Double> accuracies = new TreeMap<>();
    private MeanEstimate difference = MeanEstimate.of();
    private double adjusted = Double.NaN;

    private Cell(String budget, String rule, long images) {
      this.budget = budget;
      this.rule = rule;
      this.images = images;
    }

    private void compare(Cell baseline) {
      List<Long> common = new ArrayList<>(accuracies.keySet());
      common.retainAll(baseline == null ? List.of() : baseline.accuracies.keySet());
      difference =
          MeanEstimate.ofDifferences(
              common.stream().mapToDouble(accuracies::get).toArray(),
              common.stream().mapToDouble(seed -> baseline.accuracies.get(seed)).toArray());
    }

    public String budget() {
      return budget;
    }

    public String rule() {
      return rule;
    }

    /** Images in the set. */
    public long images() {
      return images;
    }

    /** Of the accuracies of all seeds. */
    public MeanEstimate accuracy() {
      return MeanEstimate.of(accuracies.values().stream().mapToDouble(a -> a).toArray());
    }

    /**
     * Of the accuracies less the baseline's with the same seed and budget; its mean is NaN for the
     * baseline itself.
     */
    public MeanEstimate difference() {
      return difference;
    }

    /** Of the paired test that the difference is 0, corrected; NaN where it was not tested. */
    public double adjustedP() {
      return adjusted;
    }

    /** Whether it differs from the baseline, with a chance of 5% for any false alarm of all. */
    public boolean differs() {
      return adjusted < 0.05;
    }
  }
}
