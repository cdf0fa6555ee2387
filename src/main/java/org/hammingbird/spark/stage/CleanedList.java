package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.binary.Hex;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Every image with whether to keep it or, as a near-duplicate of a better one, to drop it, and why:
 * for people and programs that clean a collection. Nothing here deletes anything.
 */
final class CleanedList {
  /** As {@code export} names it. */
  static final String NAME = "cleaned";

  private CleanedList() {}

  /**
   * The list, by id: {@code id} and {@code keeper} as the label table has them, {@code label},
   * {@code split}, {@code address}, {@code action} (keep or drop) and {@code reason}; {@code
   * keeper} is null for images that are kept.
   */
  static Dataset<Row> of(Dataset<Row> hashes, Dataset<Row> clusters) {
    Dataset<Row> keepers =
        clusters
            .where("rank = 1")
            .join(hashes.select("image_id", "source_id"), "image_id")
            .select(col("cluster").as("of_cluster"), col("source_id").as("keeper"));
    Dataset<Row> members =
        clusters
            .select(col("image_id"), col("cluster"), col("keeper").as("kept"), col("reason"))
            .join(keepers, col("cluster").equalTo(col("of_cluster")));
    return hashes
        .join(members, hashes.col("image_id").equalTo(members.col("image_id")), "left")
        .select(
            col("source_id").as("id"),
            col("label"),
            col("split"),
            col("address"),
            when(coalesce(col("kept"), lit(true)), "keep").otherwise("drop").as("action"),
            coalesce(
                    regexp_replace(col("reason"), "^(kept|like -?[0-9]+): ", ""),
                    lit("no near-duplicate"))
                .as("reason"),
            when(col("kept"), lit(null)).otherwise(col("keeper")).as("keeper"))
        .orderBy("id");
  }

  /**
   * Statements, a line each, that would delete the rows of the images to drop from the table of
   * labels: one transaction in one file.
   *
   * @param list as {@link #of} makes it
   * @param database the group {@code database}
   */
  static Dataset<String> sql(Dataset<Row> list, Config database) {
    String delete =
        "DELETE FROM "
            + DatabaseOptions.quotedTable(database)
            + " WHERE "
            + DatabaseOptions.quotedIdColumn(database)
            + " = ";
    MapPartitionsFunction<Row, String> statements = rows -> statements(rows, delete);
    return list.where("action = 'drop'")
        .select("id", "keeper", "reason")
        .coalesce(1)
        .mapPartitions(statements, Encoders.STRING());
  }

  private static Iterator<String> statements(Iterator<Row> rows, String delete) {
    Iterable<Row> dropped = () -> rows;
    Stream<String> deletions =
        StreamSupport.stream(dropped.spliterator(), false)
            .flatMap(
                row ->
                    Stream.of(
                        comment("like " + row.getString(1) + ": " + row.getString(2)),
                        delete + literal(row.getString(0)) + ";"));
    return Stream.of(Stream.of("START TRANSACTION;"), deletions, Stream.of("COMMIT;"))
        .flatMap(lines -> lines)
        .iterator();
  }

  private static String comment(String text) {
    return "-- " + text.replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]", " ");
  }

  /**
   * An id as MySQL reads it, whatever it holds and whatever the server's mode: what is not plain
   * goes as the hexadecimal digits of its UTF-8 bytes. A number is quoted too, lest ids that are
   * text be compared as numbers, by which 7 and 007 are equal.
   */
  static String literal(String id) {
    if (id.matches("[A-Za-z0-9 ._:/@+-]*")) {
      return "'" + id + "'";
    }
    String digits = Hex.encodeHexString(id.getBytes(StandardCharsets.UTF_8));
    return "CONVERT(X'" + digits.toUpperCase(Locale.ROOT) + "' USING utf8mb4)";
  }

  /** Refuses invalid names of the table and its ids. */
  static void checkNames(Config database) {
    DatabaseOptions.quotedTable(database);
    DatabaseOptions.quotedIdColumn(database);
  }
}
