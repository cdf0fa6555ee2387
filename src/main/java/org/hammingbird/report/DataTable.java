package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A table of text that the reader can sort by any column. Immutable; cells are cut to a bounded
 * length, since they may hold labels and addresses.
 */
public final class DataTable implements Block {
  private final String title;
  private final String note;
  private final List<String> columns;
  private final List<List<String>> rows;

  private DataTable(String title, String note, List<String> columns, List<List<String>> rows) {
    this.title = Objects.requireNonNull(title);
    this.note = Objects.requireNonNull(note);
    this.columns = List.copyOf(columns);
    this.rows = Collections.unmodifiableList(rows);
  }

  public static DataTable of(String title, String... columns) {
    return new DataTable(title, "", List.of(columns), new ArrayList<>());
  }

  /** This table with rows, each with as many cells as there are columns. */
  public DataTable withRows(List<List<String>> newRows) {
    List<List<String>> copies = new ArrayList<>();
    for (List<String> row : newRows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Invalid row: " + row + " (must have " + columns.size() + " cells)");
      }
      List<String> copy = new ArrayList<>();
      row.forEach(cell -> copy.add(Text.clipped(cell)));
      copies.add(copy);
    }
    return new DataTable(title, note, columns, copies);
  }

  /** This table with the first of some rows, and a line below it where these are not all. */
  DataTable withFirst(int most, List<List<String>> all, String what) {
    return withRows(all.subList(0, Math.min(all.size(), most)))
        .withNote(DatasetSection.shown(most, all.size(), what));
  }

  /** This table with a line below it, such as how many rows there are besides those shown. */
  public DataTable withNote(String newNote) {
    return new DataTable(title, newNote, columns, rows);
  }

  @Override
  public String kind() {
    return "table";
  }

  public String title() {
    return title;
  }

  public String note() {
    return note;
  }

  public List<String> columns() {
    return columns;
  }

  public List<List<String>> rows() {
    return rows;
  }
}
