package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.Workspace;

/** The settings of group {@code export}, checked. */
public final class ExportOptions {
  private final String table;
  private final String format;
  private final String target;
  private final boolean overwrite;
  private final Config labels;

  private ExportOptions(Config settings) {
    Config group = settings.getConfig("export");
    this.table = Workspace.checkedName(group.getString("table"));
    this.format = group.getString("format");
    boolean cleaned = table.equals(CleanedList.NAME);
    if (!format.equals("parquet") && !format.equals("csv") && !(cleaned && format.equals("sql"))) {
      throw SettingChecks.invalid(
          "export.format", format, "parquet or csv, or for the table cleaned sql");
    }
    this.labels = settings.getConfig("database");
    if (format.equals("sql")) {
      CleanedList.checkNames(labels);
    }
    this.target = group.getString("to");
    if (target.isEmpty()) {
      throw new UserException("export.to is empty: name the folder or URI to write to");
    }
    this.overwrite = group.getBoolean("overwrite");
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static ExportOptions from(Config settings) {
    return new ExportOptions(settings);
  }

  /** Name of the table. */
  public String table() {
    return table;
  }

  /** {@code parquet}, {@code csv} or {@code sql}. */
  public String format() {
    return format;
  }

  /** Folder or URI to write to. */
  public String target() {
    return target;
  }

  /** The group {@code database}, whose table SQL is for. */
  Config labels() {
    return labels;
  }

  /** Whether files that are there already are replaced. */
  public boolean overwrite() {
    return overwrite;
  }
}
