package org.hammingbird.spark.stage;

/** How long the texts of a label row may be: what the columns of the table take. */
final class LabelLimits {
  /** Of the table that is made where there is none. */
  static final LabelLimits OWN_TABLE = new LabelLimits(255, 16, 2048);

  private final int label;
  private final int split;
  private final int address;

  /** All in characters (Unicode code points). */
  LabelLimits(int label, int split, int address) {
    this.label = label;
    this.split = split;
    this.address = address;
  }

  int label() {
    return label;
  }

  int split() {
    return split;
  }

  int address() {
    return address;
  }
}
