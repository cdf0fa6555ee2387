package org.hammingbird.selection;

/**
 * The best image of each cluster of near-duplicates and all images without any, then at random
 * within each class, whose share of the budget is that of the class with its duplicates.
 */
public final class DeduplicatedRule implements SelectionRule {
  @Override
  public String id() {
    return "deduplicated";
  }

  @Override
  public boolean stratified() {
    return true;
  }

  @Override
  public boolean keepersOnly() {
    return true;
  }

  @Override
  public long[] select(Stratum stratum, int budget, long seed) {
    return SelectionRule.drawn(stratum, budget, seed);
  }
}
