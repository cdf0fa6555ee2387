package org.hammingbird.selection;

/** Images at random, whatever their class. */
public final class RandomRule implements SelectionRule {
  @Override
  public String id() {
    return "random";
  }

  @Override
  public boolean stratified() {
    return false;
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
