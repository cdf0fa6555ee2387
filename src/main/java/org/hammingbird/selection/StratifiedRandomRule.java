package org.hammingbird.selection;

/** Images at random within each class, classes in proportion: hard to beat by any cleverer rule. */
public final class StratifiedRandomRule implements SelectionRule {
  @Override
  public String id() {
    return "stratified-random";
  }

  @Override
  public boolean stratified() {
    return true;
  }

  @Override
  public boolean keepersOnly() {
    return false;
  }

  @Override
  public long[] select(Stratum stratum, int budget, long seed) {
    return SelectionRule.drawn(stratum, budget, seed);
  }
}
