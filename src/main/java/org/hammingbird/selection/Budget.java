package org.hammingbird.selection;

import java.util.Map;
import java.util.TreeMap;

/** How many images to choose: a count, or a fraction of those there are. */
public final class Budget {
  private final double amount;
  private final boolean fraction;

  private Budget(double amount, boolean fraction) {
    this.amount = amount;
    this.fraction = fraction;
  }

  /**
   * Reads a whole number of at least 1 (a count), a number with a point above 0 and at most 1 (a
   * fraction; {@code 1.0} is everything), or a percentage.
   *
   * @throws IllegalArgumentException what is wrong, with the text
   */
  public static Budget parse(String text) {
    String trimmed = text.trim();
    try {
      if (trimmed.endsWith("%")) {
        return fraction(Double.parseDouble(trimmed.substring(0, trimmed.length() - 1)) / 100, text);
      }
      if (trimmed.matches("\\d+")) {
        int count = Integer.parseInt(trimmed);
        if (count < 1) {
          throw invalid(text);
        }
        return new Budget(count, false);
      }
      return fraction(Double.parseDouble(trimmed), text);
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static Budget fraction(double value, String text) {
    if (!(value > 0 && value <= 1)) {
      throw invalid(text);
    }
    return new Budget(value, true);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "Invalid budget: '"
            + text
            + "' (must be a count such as 5000, a fraction such as 0.1, or a percentage such as 10%)");
  }

  /** The number of images, of this many; a count may be more than there are. */
  public long of(long images) {
    return fraction ? Math.max(1, Math.round(amount * images)) : (long) amount;
  }

  /**
   * Shares a budget among classes in proportion to their sizes, by largest remainder (of equal
   * remainders the first class by name), never more than a class has available: what one cannot
   * give the others do.
   *
   * @param available images of each class that may be chosen, at most its size; none where the
   *     class is not named
   * @param budget at most the sum of those available
   */
  public static Map<String, Integer> shares(
      Map<String, Long> sizes, Map<String, Long> available, long budget) {
    Map<String, Long> open = new TreeMap<>(sizes);
    Map<String, Integer> shares = new TreeMap<>();
    long left = budget;
    while (true) {
      Map<String, Integer> proposed = shares(open, left);
      boolean enough = true;
      for (Map.Entry<String, Integer> entry : proposed.entrySet()) {
        long most = available.getOrDefault(entry.getKey(), 0L);
        if (entry.getValue() > most) {
          enough = false;
          open.remove(entry.getKey());
          shares.put(entry.getKey(), Math.toIntExact(most));
          left -= most;
        }
      }
      if (enough) {
        shares.putAll(proposed);
        return shares;
      }
    }
  }

  /** In proportion to sizes alone. */
  private static Map<String, Integer> shares(Map<String, Long> sizes, long budget) {
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    if (budget < 0 || budget > total) {
      throw new IllegalArgumentException(
          "Invalid budget: " + budget + " (must be 0 to " + total + ")");
    }
    Map<String, Integer> shares = new TreeMap<>();
    Map<String, Double> remainders = new TreeMap<>();
    long shared = 0;
    for (Map.Entry<String, Long> entry : new TreeMap<>(sizes).entrySet()) {
      double exact = total == 0 ? 0 : (double) budget * entry.getValue() / total;
      int whole = (int) exact;
      shares.put(entry.getKey(), whole);
      remainders.put(entry.getKey(), exact - whole);
      shared += whole;
    }
    for (; shared < budget; shared++) {
      String next = largest(remainders);
      shares.merge(next, 1, Integer::sum);
      remainders.put(next, -1.0);
    }
    return shares;
  }

  private static String largest(Map<String, Double> remainders) {
    String best = null;
    for (Map.Entry<String, Double> entry : remainders.entrySet()) {
      if (best == null || entry.getValue() > remainders.get(best)) {
        best = entry.getKey();
      }
    }
    return best;
  }
}
