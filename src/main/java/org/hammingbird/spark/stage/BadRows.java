package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.List;

/** Rows of a label file that cannot be used: how many, and the first of them in words. */
final class BadRows {
  /** As many as a person would read. */
  static final int LISTED = 100;

  private final List<String> listed = new ArrayList<>();
  private long count;

  void add(long line, String why) {
    add("line " + line, why);
  }

  /**
   * Where a value goes over several lines, which mostly is a quotation mark that lacks its other.
   */
  void add(long firstLine, long lastLine, String why) {
    add(
        firstLine == lastLine ? "line " + firstLine : "lines " + firstLine + " to " + lastLine,
        why);
  }

  private void add(String where, String why) {
    count++;
    if (listed.size() < LISTED) {
      listed.add(where + ": " + why);
    }
  }

  long count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** One line each, the first {@value #LISTED} of them. */
  String list() {
    String all = "  " + String.join(System.lineSeparator() + "  ", listed);
    return count == listed.size()
        ? all
        : all + System.lineSeparator() + "  and " + (count - listed.size()) + " more";
  }
}
