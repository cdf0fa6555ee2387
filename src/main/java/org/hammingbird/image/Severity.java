package org.hammingbird.image;

/** How strongly a {@link Corruption} is applied: 1 (slight) to 5 (strong). */
public final class Severity {
  public static final int MINIMUM = 1;
  public static final int MAXIMUM = 5;

  private final int level;

  private Severity(int level) {
    this.level = level;
  }

  /** A severity of 1 to 5. */
  public static Severity of(int level) {
    if (level < MINIMUM || level > MAXIMUM) {
      throw new IllegalArgumentException(
          "Invalid severity: " + level + " (must be " + MINIMUM + " to " + MAXIMUM + ")");
    }
    return new Severity(level);
  }

  public int level() {
    return level;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Severity && ((Severity) other).level == level;
  }

  @Override
  public int hashCode() {
    return level;
  }

  @Override
  public String toString() {
    return Integer.toString(level);
  }
}
