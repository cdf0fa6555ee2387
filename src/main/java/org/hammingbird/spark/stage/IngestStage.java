package org.hammingbird.spark.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.hammingbird.UserException;
import org.hammingbird.spark.image.Cifar10Archive;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.table.RunManifest;

/**
 * The stage {@code ingest}: brings the database's label table up to a CSV file, or to what archives
 * hold. Rows are checked first, each by itself and then against each other; a bad one ends the
 * stage with nothing changed, unless bad rows are to be skipped. Then one transaction adds the new
 * rows and changes those that differ. Rows that the file does not have stay.
 *
 * <p>Results: {@code rows}, {@code added}, {@code changed}, {@code unchanged}, {@code repeated},
 * {@code bad_rows}, and {@code classes}, the table's count for each class and split.
 */
public final class IngestStage implements Stage {
  private static final String NAME = "ingest";
  private static final int SHOWN_ROWS = 10;

  private final StageContext context;
  private final IngestOptions options;
  private final DatabaseOptions database;

  public IngestStage(StageContext context, IngestOptions options) {
    this.context = Objects.requireNonNull(context);
    this.options = Objects.requireNonNull(options);
    this.database = options.database();
  }

  @Override
  public RunManifest run() {
    StageRun run =
        StageRun.of(context, NAME, "default", NAME, "database", "split", "images.address-template");
    try (LabelFile file = new LabelFile()) {
      String source = source();
      LabelLimits limits = limits();
      LabelCsv csv = new LabelCsv(source, options.splitRule(), options.addressTemplate(), limits);
      run.inputDigest("csv", read(source, csv, file));
      if (!options.skipBadRows()) {
        refuse(source, csv.badRows());
      }
      return load(run, source, file, csv.badRows());
    } catch (FileNotFoundException e) {
      throw new UserException("There is no file " + options.csv() + ": correct ingest.csv", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw database.mistake("write the labels into " + database.table(), e);
    }
  }

  /**
   * The file of labels: the user's, one made from archives, or that of CIFAR-10, whose images are
   * unpacked first.
   */
  private String source() throws IOException {
    if (!options.archives().isEmpty()) {
      String file = IngestOptions.archiveLabels(context.workspace().uri());
      context.out().println("ingest: listing the archives' entries in " + file);
      ImageSource images = ImageSource.open(context.spark(), options.images());
      new ArchiveLabels(images, options.entries())
          .write(context.spark(), options.archives(), new Path(file));
      return file;
    }
    if (options.cifar10().isEmpty()) {
      return options.csv();
    }
    context.out().println("ingest: unpacking CIFAR-10 from " + options.cifar10());
    return Cifar10Archive.open(context.spark(), options.cifar10())
        .unpack(IngestOptions.cifar10Images(context.workspace().uri()));
  }

  private LabelLimits limits() throws SQLException {
    try (Connection connection = database.connect()) {
      return new LabelTarget(connection, database).limits();
    }
  }

  /** Checks the rows one by one and puts the good ones into {@code file}; returns the digest. */
  private String read(String source, LabelCsv csv, LabelFile file) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    Path path = new Path(source);
    try (InputStream in =
        new DigestInputStream(
            path.getFileSystem(context.spark().sparkContext().hadoopConfiguration()).open(path),
            digest)) {
      csv.read(in, file::add);
    }
    file.finish();
    return Hex.encodeHexString(digest.digest());
  }

  private static void refuse(String source, BadRows badRows) {
    if (!badRows.isEmpty()) {
      throw new UserException(
          String.format(
              "%s has %,d bad rows; nothing was changed: correct them or pass --skip-bad-rows%n%s",
              source, badRows.count(), badRows.list()));
    }
  }

  private RunManifest load(StageRun run, String source, LabelFile file, BadRows badRows)
      throws SQLException {
    try (Connection connection =
        database.connect(LabelStaging.allow(database.properties(), file))) {
      LabelStaging staging = new LabelStaging(connection);
      staging.load(file);
      long badAlone = badRows.count();
      long repeated = staging.removeRepeated(badRows);
      if (!options.skipBadRows()) {
        refuse(source, badRows);
      }
      long rows = file.rows() - repeated - (badRows.count() - badAlone);
      if (rows == 0) {
        throw new UserException(source + " has no good row; nothing was changed");
      }
      LabelTarget target = new LabelTarget(connection, database);
      target.create();
      Map<String, Object> results = merge(connection, target, rows);
      results.put("repeated", repeated);
      results.put("bad_rows", badRows.count());
      results.put("classes", target.counts());
      print(target, results, badRows);
      return run.complete(results);
    }
  }

  private static Map<String, Object> merge(Connection connection, LabelTarget target, long rows)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      long changed = target.update();
      long added = target.insert();
      connection.commit();
      Map<String, Object> results = new LinkedHashMap<>();
      results.put("rows", rows);
      results.put("added", added);
      results.put("changed", changed);
      results.put("unchanged", rows - added - changed);
      return results;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  private void print(LabelTarget target, Map<String, Object> results, BadRows badRows)
      throws SQLException {
    context.out().println(target.first(SHOWN_ROWS));
    context.out().println();
    context.out().println(table(target.counts()));
    if (!badRows.isEmpty()) {
      context.out().printf("ingest: %,d bad rows skipped:%n%s%n", badRows.count(), badRows.list());
    }
    boolean nothing = results.get("added").equals(0L) && results.get("changed").equals(0L);
    context
        .out()
        .printf(
            nothing
                ? "ingest: %,d rows, all of them in %s already; nothing changed%n"
                : "ingest: %,d rows into %s: %,d added, %,d changed, %,d unchanged%n",
            results.get("rows"),
            database.table(),
            results.get("added"),
            results.get("changed"),
            results.get("unchanged"));
  }

  private static TextTable table(Map<String, Map<String, Long>> counts) {
    TreeSet<String> splits = new TreeSet<>();
    counts.values().forEach(bySplit -> splits.addAll(bySplit.keySet()));
    List<String> header = new ArrayList<>();
    header.add("class");
    header.addAll(splits);
    TextTable table = new TextTable(header.toArray(new String[0]));
    counts.forEach(
        (label, bySplit) -> {
          List<String> row = new ArrayList<>();
          row.add(label);
          splits.forEach(split -> row.add(String.format("%,d", bySplit.getOrDefault(split, 0L))));
          table.add(row);
        });
    return table;
  }
}
