package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.lpad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.table.RunManifest;

/**
 * Writes a table of the workspace as plain Parquet or CSV (with a header), for programs that know
 * no Delta. Hashes become the hexadecimal digits that Python's imagehash prints. It is never up to
 * date: the files may have been taken away since.
 *
 * <p>The table {@code cleaned} is made of {@code hashes} and {@code clusters}: see {@link
 * CleanedList}.
 *
 * <p>Results: {@code table}, {@code format}, {@code to}, {@code rows}, {@code omitted} (columns
 * that CSV cannot hold).
 */
public final class ExportStage implements Stage {
  static final String STAGE = "export";

  private final StageContext context;
  private final ExportOptions options;

  public ExportStage(StageContext context, ExportOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    String name = options.table().replace('/', '.');
    StageRun run = StageRun.of(context, STAGE, name, "export");
    Dataset<Row> table =
        options.table().equals(CleanedList.NAME)
            ? CleanedList.of(run.input("hashes"), run.input("clusters"))
            : run.input(options.table());
    checkTarget();
    Dataset<Row> plain = plain(table);
    List<String> omitted = omitted(plain);
    if (!omitted.isEmpty()) {
      context
          .out()
          .printf(
              "export: CSV cannot hold bytes: without column %s (Parquet has %s)%n",
              String.join(", ", omitted), omitted.size() == 1 ? "it" : "them");
    }
    Dataset<Row> rows = plain.drop(omitted.toArray(new String[0]));
    DataFrameWriter<Row> writer =
        rows.write().mode(options.overwrite() ? SaveMode.Overwrite : SaveMode.Append);
    if (options.format().equals("sql")) {
      CleanedList.sql(table, options.labels())
          .write()
          .mode(options.overwrite() ? SaveMode.Overwrite : SaveMode.Append)
          .text(options.target());
    } else if (options.format().equals("csv")) {
      writer.option("header", true).option("escape", "\"").csv(options.target());
    } else {
      writer.parquet(options.target());
    }
    long count = table.count();
    context
        .out()
        .printf(
            "export: %,d rows of %s as %s in %s%n",
            count, options.table(), options.format(), options.target());
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("table", options.table());
    results.put("format", options.format());
    results.put("to", options.target());
    results.put("rows", count);
    results.put("omitted", omitted);
    return run.complete(results);
  }

  /** Hash columns as imagehash prints them, the others as they are. */
  static Dataset<Row> plain(Dataset<Row> table) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      Optional<HashAlgorithm> hash = HashColumns.algorithm(field.name());
      columns.add(
          hash.map(algorithm -> asHex(field.name(), algorithm.bits()))
              .orElse(col("`" + field.name() + "`")));
    }
    return table.select(columns.toArray(new Column[0]));
  }

  private static Column asHex(String column, int bits) {
    return lpad(lower(hex(col(column))), (bits + 3) / 4, "0").as(column);
  }

  private List<String> omitted(Dataset<Row> table) {
    List<String> omitted = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      if (options.format().equals("csv") && field.dataType().equals(DataTypes.BinaryType)) {
        omitted.add(field.name());
      }
    }
    return omitted;
  }

  private void checkTarget() {
    try {
      Path given = new Path(options.target());
      FileSystem fileSystem =
          given.getFileSystem(context.spark().sparkContext().hadoopConfiguration());
      Path target = fileSystem.makeQualified(given);
      Path workspace = new Path(context.workspace().uri());
      if (contains(workspace, target) || contains(target, workspace)) {
        throw new UserException(
            String.format(
                "Cannot export to %s, which overlaps with the workspace %s: name a folder of its own with --to",
                target, workspace));
      }
      if (!options.overwrite()
          && fileSystem.exists(target)
          && (!fileSystem.getFileStatus(target).isDirectory()
              || fileSystem.listStatus(target).length > 0)) {
        throw new UserException(
            "Cannot export to "
                + target
                + ", which is not empty: name another folder, or pass --overwrite");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot export to "
              + options.target()
              + " ("
              + e.getMessage()
              + "): name a folder or URI that Hadoop can reach",
          e);
    }
  }

  private static boolean contains(Path outer, Path inner) {
    for (Path path = inner; path != null; path = path.getParent()) {
      if (path.equals(outer)) {
        return true;
      }
    }
    return false;
  }
}
