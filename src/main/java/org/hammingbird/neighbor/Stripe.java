package org.hammingbird.neighbor;

import java.io.Serializable;

/** A part of the work of a {@link BandedIndex}: a range of one band's hashes. */
public final class Stripe implements Serializable {
  private static final long serialVersionUID = 1;

  /** In place of a band: pairs of equal hashes. */
  static final int EQUAL_HASHES = -1;

  private final int band;
  private final int from;
  private final int to;

  Stripe(int band, int from, int to) {
    this.band = band;
    this.from = from;
    this.to = to;
  }

  int band() {
    return band;
  }

  int from() {
    return from;
  }

  /** Exclusive. */
  int to() {
    return to;
  }
}
