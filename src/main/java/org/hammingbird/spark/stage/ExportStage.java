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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
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
 * CleanedList}. {@value #ALL} is every table that a run has published, each in {@code tables/NAME}
 * of the target, and beside them what the stages found: see {@link ExportedRuns}.
 *
 * <p>Results: {@code table}, {@code format}, {@code to}, {@code rows}, {@code omitted} (columns
 * that CSV cannot hold); of {@value #ALL} {@code rows} by table, no {@code omitted}, and {@code
 * files} (manifests and documents).
 */
public final class ExportStage implements Stage {
  static final String STAGE = "export";

  /** Names every table, and the manifests and documents. */
  static final String ALL = "all";

  /** What an export of all holds. */
  private static final List<String> FOLDERS = List.of("tables", "runs", "documents");

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
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("table", options.table());
    results.put("format", options.format());
    results.put("to", options.target());
    results.putAll(options.table().equals(ALL) ? exportAll(run) : exportOne(run));
    return run.complete(results);
  }

  private Map<String, Object> exportOne(StageRun run) {
    Dataset<Row> table =
        options.table().equals(CleanedList.NAME) ? cleaned(run) : run.input(options.table());
    checkTarget();
    List<String> omitted = write(options.table(), table, options.target());
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("rows", table.count());
    results.put("omitted", omitted);
    context
        .out()
        .printf(
            "export: %,d rows of %s as %s in %s%n",
            results.get("rows"), options.table(), options.format(), options.target());
    return results;
  }

  /** An image that has changed since must not be dropped for what it was. */
  private static Dataset<Row> cleaned(StageRun run) {
    Dataset<Row> list = CleanedList.of(run.input("hashes"), run.input("clusters"));
    run.requireMadeOf("clusters", "hashes");
    return list;
  }

  private Map<String, Object> exportAll(StageRun run) {
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    for (String name : context.workspace().tables()) {
      if (run.hasInput(name)) {
        tables.put(name, run.input(name));
      }
    }
    if (tables.isEmpty()) {
      throw new UserException(
          String.format(
              "The workspace %s has no table yet: run `hammingbird hash` first",
              context.workspace().uri()));
    }
    checkTarget();
    if (options.overwrite()) {
      clear();
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    tables.forEach(
        (name, table) -> {
          write(name, table, new Path(options.target(), "tables/" + name).toString());
          rows.put(name, table.count());
        });
    int files = new ExportedRuns(context.workspace(), hadoop()).copyTo(targetPath());
    context
        .out()
        .printf(
            "export: %d tables as %s, %d manifests and documents in %s%n",
            rows.size(), options.format(), files, options.target());
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("rows", rows);
    results.put("files", files);
    return results;
  }

  /** Deletes an earlier export of all: tables and documents that are no more would stay. */
  private void clear() {
    try {
      FileSystem fileSystem = targetPath().getFileSystem(hadoop());
      for (String folder : FOLDERS) {
        fileSystem.delete(new Path(targetPath(), folder), true);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Returns the columns that were left out. */
  private List<String> write(String name, Dataset<Row> table, String target) {
    SaveMode mode = options.overwrite() ? SaveMode.Overwrite : SaveMode.Append;
    if (options.format().equals("sql")) {
      CleanedList.sql(table, options.labels()).write().mode(mode).text(target);
      return List.of();
    }
    Dataset<Row> plain = plain(table);
    List<String> omitted = omitted(plain);
    if (!omitted.isEmpty()) {
      context
          .out()
          .printf(
              "export: CSV cannot hold bytes, maps and lists: %s without column %s (Parquet has %s)%n",
              name, String.join(", ", omitted), omitted.size() == 1 ? "it" : "them");
    }
    DataFrameWriter<Row> writer = plain.drop(omitted.toArray(new String[0])).write().mode(mode);
    if (options.format().equals("csv")) {
      writer.option("header", true).option("escape", "\"").csv(target);
    } else {
      writer.parquet(target);
    }
    return omitted;
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
      if (options.format().equals("csv") && !isPlain(field.dataType())) {
        omitted.add(field.name());
      }
    }
    return omitted;
  }

  /** Whether CSV can hold it. */
  private static boolean isPlain(DataType type) {
    return !type.equals(DataTypes.BinaryType)
        && !(type instanceof MapType)
        && !(type instanceof ArrayType);
  }

  private void checkTarget() {
    try {
      Path target = targetPath();
      FileSystem fileSystem = target.getFileSystem(hadoop());
      Path workspace = new Path(context.workspace().uri());
      if (contains(workspace, target) || contains(target, workspace)) {
        throw new UserException(
            String.format(
                "Cannot export to %s, which overlaps with the workspace %s: name a folder of its own with --to",
                target, workspace));
      }
      if (fileSystem.exists(target)) {
        checkFolder(fileSystem, target);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Nothing is replaced unasked, and nothing at all but an earlier export. */
  private void checkFolder(FileSystem fileSystem, Path target) throws IOException {
    boolean folder = fileSystem.getFileStatus(target).isDirectory();
    FileStatus[] files = folder ? fileSystem.listStatus(target) : new FileStatus[0];
    if (!options.overwrite() && (!folder || files.length > 0)) {
      throw new UserException(
          "Cannot export to "
              + target
              + ", which is not empty: name another folder, or pass --overwrite");
    }
    if (!folder) {
      throw new UserException(
          "Cannot export to " + target + ", which is a file: name a folder with --to");
    }
    for (FileStatus file : files) {
      if (!isExported(file.getPath().getName())) {
        throw new UserException(
            String.format(
                "Cannot overwrite %s: it holds %s, which no export of %s has written; name another folder, or move that away",
                target, file.getPath().getName(), options.table()));
      }
    }
  }

  private boolean isExported(String name) {
    return options.table().equals(ALL)
        ? FOLDERS.contains(name)
        : name.matches("part-.*|_SUCCESS|[.].*[.]crc");
  }

  private Path targetPath() {
    try {
      Path given = new Path(options.target());
      return given.getFileSystem(hadoop()).makeQualified(given);
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(e);
    }
  }

  private Configuration hadoop() {
    return context.spark().sparkContext().hadoopConfiguration();
  }

  private UserException unreachable(Exception cause) {
    return new UserException(
        "Cannot export to "
            + options.target()
            + " ("
            + cause.getMessage()
            + "): name a folder or URI that Hadoop can reach",
        cause);
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
