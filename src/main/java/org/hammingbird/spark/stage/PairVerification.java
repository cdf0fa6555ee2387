package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.image.Raster;
import org.hammingbird.neighbor.Verification;
import org.hammingbird.spark.table.Schemas;

/**
 * Measures the similarity of candidate pairs. An image's pixels are read and made small once, to a
 * kilobyte; that is sent to each cell (two blocks of images) in which the image has a pair, so a
 * task holds the images of two blocks and streams the pairs, however many there are.
 */
final class PairVerification {
  /**
   * A pair of images, the lower id left, the smallest of its distances, its cell, and whether the
   * one may be the other mirrored.
   */
  static final StructType CANDIDATES =
      CandidateJoin.CANDIDATES.add("mirrored", DataTypes.BooleanType, false);

  private static final StructType SMALL =
      new StructType()
          .add("image_id", DataTypes.LongType, false)
          .add("grey", DataTypes.BinaryType, false);

  private static final StructType NEEDED =
      new StructType()
          .add("image_id", DataTypes.LongType, false)
          .add("cell", DataTypes.LongType, false);

  private PairVerification() {}

  /**
   * The pairs whose similarity reaches the least: {@link Schemas#PAIRS}.
   *
   * @param candidates of {@link #CANDIDATES}; read several times
   * @param pixels of {@link Schemas#PIXELS}
   */
  static Dataset<Row> verify(JavaRDD<Row> candidates, Dataset<Row> pixels, double minSimilarity) {
    SparkSession spark = pixels.sparkSession();
    FlatMapFunction<Row, Row> ends =
        pair ->
            Arrays.asList(
                    RowFactory.create(pair.getLong(0), pair.getLong(3)),
                    RowFactory.create(pair.getLong(1), pair.getLong(3)))
                .iterator();
    // two datasets on one RDD: a cogroup whose sides share a dataset does not resolve
    Dataset<Row> needed =
        spark
            .createDataFrame(candidates, CANDIDATES)
            .flatMap(ends, Encoders.row(NEEDED))
            .distinct();
    Dataset<Row> pairs = spark.createDataFrame(candidates, CANDIDATES);
    Dataset<Row> images = small(pixels).join(needed, "image_id");
    MapFunction<Row, Long> cell = row -> row.getLong(row.fieldIndex("cell"));
    KeyValueGroupedDataset<Long, Row> pairsOfCell = pairs.groupByKey(cell, Encoders.LONG());
    CoGroupFunction<Long, Row, Row, Row> verify =
        (key, imagesOfCell, cellPairs) -> verify(imagesOfCell, cellPairs, minSimilarity);
    return images
        .groupByKey(cell, Encoders.LONG())
        .cogroup(pairsOfCell, verify, Encoders.row(Schemas.PAIRS));
  }

  /** Of all images: making one small is quicker than to shuffle it as it is. */
  private static Dataset<Row> small(Dataset<Row> pixels) {
    MapFunction<Row, Row> small =
        row -> RowFactory.create(row.getLong(0), Verification.grey(raster(row)));
    return pixels.select("image_id", "width", "height", "rgb").map(small, Encoders.row(SMALL));
  }

  private static Iterator<Row> verify(
      Iterator<Row> images, Iterator<Row> pairs, double minSimilarity) {
    Map<Long, byte[]> greys = new HashMap<>();
    while (images.hasNext()) {
      Row row = images.next();
      greys.put(row.getLong(row.fieldIndex("image_id")), row.getAs("grey"));
    }
    Verification verification = new Verification();
    Iterable<Row> candidates = () -> pairs;
    return StreamSupport.stream(candidates.spliterator(), false)
        .map(row -> measured(row, greys, verification))
        .filter(row -> row.getDouble(3) >= minSimilarity)
        .iterator();
  }

  /** A row of {@link Schemas#PAIRS}. */
  private static Row measured(Row row, Map<Long, byte[]> greys, Verification verification) {
    long left = row.getLong(0);
    long right = row.getLong(1);
    byte[] one = grey(greys, left);
    byte[] other = grey(greys, right);
    double similarity = verification.similarity(one, other);
    boolean mirrored = false;
    if (row.getBoolean(4)) {
      double asMirrored = verification.similarity(one, Verification.mirrored(other));
      mirrored = asMirrored > similarity;
      similarity = Math.max(similarity, asMirrored);
    }
    return RowFactory.create(left, right, row.getInt(2), similarity, mirrored);
  }

  /** The image of a row {@code image_id, width, height, rgb}. */
  static Raster raster(Row row) {
    return new Raster(row.getInt(1), row.getInt(2), 3, (byte[]) row.get(3));
  }

  private static byte[] grey(Map<Long, byte[]> greys, long id) {
    byte[] grey = greys.get(id);
    if (grey == null) {
      throw new IllegalStateException(
          "The image " + id + " has hashes but no pixels: run `hammingbird hash --force`");
    }
    return grey;
  }
}
