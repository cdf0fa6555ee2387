package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Which field of a label file's rows is what. */
final class LabelColumns {
  static final int ID = 0;
  static final int LABEL = 1;
  static final int SPLIT = 2;
  static final int ADDRESS = 3;
  static final List<String> NAMES =
      Collections.unmodifiableList(Arrays.asList("id", "label", "split", "address"));

  private final int fields;
  private final int[] places;

  /**
   * @param fields of every row
   * @param places of the columns in the order of {@link #NAMES}, -1 where there is none
   */
  LabelColumns(int fields, int[] places) {
    this.fields = fields;
    this.places = places.clone();
  }

  int fields() {
    return fields;
  }

  boolean has(int column) {
    return places[column] >= 0;
  }

  /** A field without the blanks around it; empty where the file has no such column. */
  String value(String[] row, int column) {
    String value = has(column) ? row[places[column]] : null;
    return value == null ? "" : value.trim();
  }
}
