package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.UserException;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Pairs of images that a person has judged: CSV in UTF-8 whose header names {@code left} and {@code
 * right}, ids as the label table has them, and perhaps more columns.
 */
final class PairFile {
  /** The columns that make a pair, to join by. */
  static final Seq<String> BOTH_IDS = seq("left", "right");

  private final SparkSession spark;
  private final String setting;
  private final Path path;
  private final String digest;

  private PairFile(SparkSession spark, String setting, Path path, String digest) {
    this.spark = spark;
    this.setting = setting;
    this.path = path;
    this.digest = digest;
  }

  /**
   * Finds a file.
   *
   * @param setting key whose value the path is, for messages
   * @throws UserException where it cannot be read
   */
  static PairFile open(SparkSession spark, String setting, String uri) {
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      path = fileSystem.makeQualified(path);
      try (FSDataInputStream in = fileSystem.open(path)) {
        return new PairFile(spark, setting, path, DigestUtils.sha256Hex(in));
      }
    } catch (FileNotFoundException e) {
      throw new UserException(
          "The file of " + setting + ", " + uri + ", is missing: name one that exists", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot read the file of " + setting + ", " + uri + " (" + e.getMessage() + ")", e);
    }
  }

  /** SHA-256 of its bytes. */
  String digest() {
    return digest;
  }

  /**
   * The pairs as image ids, the lower one left, each once.
   *
   * @param hashes in which the ids are looked up
   * @param more columns that it must have beside, as text
   * @throws UserException where a column is missing, an id is unknown, or a pair is of one image or
   *     occurs twice with different values
   */
  Dataset<Row> read(Dataset<Row> hashes, String... more) {
    Dataset<Row> found = found(hashes, more);
    Dataset<Row> unknown = unknown(found);
    for (Row row : unknown.takeAsList(1)) {
      throw mistake(
          String.format(
              "names images that are not in the table hashes, such as \"%s\" (%,d rows): ids must be as in the label table",
              row.getString(0), unknown.count()));
    }
    return pairs(found);
  }

  /**
   * The pairs whose images are known, as {@link #read} has them; says how many rows are left out,
   * since images may have gone that a person judged when they were there.
   */
  Dataset<Row> readKnown(Dataset<Row> hashes, PrintStream out) {
    Dataset<Row> found = found(hashes);
    Dataset<Row> unknown = unknown(found);
    for (Row row : unknown.takeAsList(1)) {
      out.printf(
          "neighbors: %,d rows of the file of %s name images that are not in the table hashes, such as \"%s\": they are left out%n",
          unknown.count(), setting, row.getString(0));
    }
    return pairs(found.where("left_id is not null and right_id is not null"));
  }

  /** The rows with {@code left_id} and {@code right_id}, null where the image is not known. */
  private Dataset<Row> found(Dataset<Row> hashes, String... more) {
    Dataset<Row> rows =
        spark
            .read()
            .option("header", true)
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", true)
            .option("ignoreTrailingWhiteSpace", true)
            .csv(path.toString());
    List<String> header = Arrays.asList(rows.columns());
    for (String column : columns(more)) {
      if (!header.contains(column)) {
        throw mistake("has no column " + column + ": its header must name " + names(more));
      }
    }
    Dataset<Row> ids = hashes.selectExpr("source_id", "image_id");
    Dataset<Row> found =
        rows.select(columns(more)[0], rest(columns(more)))
            .withColumn("left", trim(col("left")))
            .withColumn("right", trim(col("right")))
            .join(ids.toDF("left", "left_id"), seq("left"), "left")
            .join(ids.toDF("right", "right_id"), seq("right"), "left");
    return found.localCheckpoint(true);
  }

  private Dataset<Row> pairs(Dataset<Row> found) {
    List<Row> same = found.where("left_id = right_id").select("left").takeAsList(1);
    if (!same.isEmpty()) {
      throw mistake("pairs the image " + same.get(0).getString(0) + " with itself");
    }
    Dataset<Row> pairs =
        found
            .withColumn("left", least(col("left_id"), col("right_id")))
            .withColumn("right", greatest(col("left_id"), col("right_id")))
            .drop("left_id", "right_id")
            .distinct();
    List<Row> twice = pairs.groupBy("left", "right").count().where("count > 1").takeAsList(1);
    if (!twice.isEmpty()) {
      throw mistake(
          String.format(
              "has the pair %d and %d more than once with different values: keep one",
              twice.get(0).getLong(0), twice.get(0).getLong(1)));
    }
    return pairs;
  }

  /** An unknown image of each row that has one. */
  private static Dataset<Row> unknown(Dataset<Row> found) {
    return found
        .where("left_id is null or right_id is null")
        .select(when(col("left_id").isNull(), col("left")).otherwise(col("right")));
  }

  private UserException mistake(String what) {
    return new UserException("The file of " + setting + ", " + path + ", " + what);
  }

  private static Seq<String> seq(String... columns) {
    return JavaConverters.asScalaBuffer(Arrays.asList(columns)).toSeq();
  }

  private static String[] columns(String... more) {
    String[] columns = Arrays.copyOf(new String[] {"left", "right"}, 2 + more.length);
    System.arraycopy(more, 0, columns, 2, more.length);
    return columns;
  }

  private static String[] rest(String[] columns) {
    return Arrays.copyOfRange(columns, 1, columns.length);
  }

  private static String names(String... more) {
    return String.join(", ", columns(more));
  }
}
