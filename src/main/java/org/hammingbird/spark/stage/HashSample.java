package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;

/** Brings the hashes of all images, or of a seeded sample of many, to the driver. */
final class HashSample {
  private static final StructType CLASS_NUMBERS =
      new StructType()
          .add("name", DataTypes.StringType, false)
          .add("number", DataTypes.LongType, false);

  private final int maxImages;
  private final long seed;

  HashSample(int maxImages, long seed) {
    this.maxImages = maxImages;
    this.seed = seed;
  }

  /**
   * The labels of the table, in alphabetical order.
   *
   * @throws UserException where the table is empty
   */
  static List<String> classes(Dataset<Row> hashes) {
    TreeSet<String> classes = new TreeSet<>();
    hashes.select("label").distinct().collectAsList().forEach(row -> classes.add(row.getString(0)));
    if (classes.isEmpty()) {
      throw new UserException(
          "Cannot measure distances: the table hashes is empty; run `hammingbird hash` on images that it can read");
    }
    return new ArrayList<>(classes);
  }

  /**
   * Draws.
   *
   * @param algorithms whose columns the table has, under their own names
   * @param images how many the table has
   */
  SampledHashes of(
      Dataset<Row> hashes, List<HashAlgorithm> algorithms, List<String> classes, long images) {
    Dataset<Row> drawn =
        images <= maxImages
            ? hashes
            : hashes.orderBy(xxhash64(lit(seed), col("image_id"))).limit(maxImages);
    List<Row> numbers = new ArrayList<>();
    for (String name : classes) {
      numbers.add(RowFactory.create(name, (long) numbers.size()));
    }
    Dataset<Row> byName = hashes.sparkSession().createDataFrame(numbers, CLASS_NUMBERS);
    List<Column> columns = new ArrayList<>();
    columns.add(col("image_id"));
    columns.add(col("number"));
    columns.add(
        expr(
            String.format(
                "CAST(CASE split WHEN 'train' THEN %d WHEN 'test' THEN %d ELSE %d END AS BIGINT)",
                SampledHashes.TRAIN, SampledHashes.TEST, SampledHashes.OTHER)));
    for (HashAlgorithm algorithm : algorithms) {
      columns.add(col(algorithm.column()));
    }
    Dataset<Row> numbered =
        drawn
            .join(broadcast(byName), drawn.col("label").equalTo(byName.col("name")))
            .select(columns.toArray(new Column[0]));
    return new SampledHashes(algorithms, classes, LongColumns.collect(numbered));
  }
}
