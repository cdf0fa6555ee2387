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
   * A pair of images, the lower id left, the smallest of its distances, and whether the one may be
   * the other mirrored.
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

  // 1 KB an image: a task holds two blocks, 32 MB
  private static final int IMAGES_OF_BLOCK = 16_384;
  private static final int MIN_BLOCKS = 3;

  private PairVerification() {}

  /**
   * The pairs whose similarity reaches the least: {@link Schemas#PAIRS}.
   *
   * @param candidates of {@link #CANDIDATES}; read several times
   * @param pixels of {@link Schemas#PIXELS}
   * @param count images in it
   */
  static Dataset<Row> verify(
      JavaRDD<Row> candidates, Dataset<Row> pixels, long count, double minSimilarity) {
    SparkSession spark = pixels.sparkSession();
    long blocks = Math.max(MIN_BLOCKS, count / IMAGES_OF_BLOCK + 1);
    MapFunction<Row, Long> cell = pair -> cell(pair, blocks);
    FlatMapFunction<Row, Row> ends =
        pair ->
            Arrays.asList(
                    RowFactory.create(pair.getLong(0), cell(pair, blocks)),
                    RowFactory.create(pair.getLong(1), cell(pair, blocks)))
                .iterator();
    // two datasets on one RDD: a cogroup whose sides share a dataset does not resolve
    Dataset<Row> needed =
        spark
            .createDataFrame(candidates, CANDIDATES)
            .flatMap(ends, Encoders.row(NEEDED))
            .distinct();
    Dataset<Row> pairs = spark.createDataFrame(candidates, CANDIDATES);
    Dataset<Row> images = small(pixels).join(needed, "image_id");
    MapFunction<Row, Long> cellOfImage = row -> row.getLong(row.fieldIndex("cell"));
    KeyValueGroupedDataset<Long, Row> pairsOfCell = pairs.groupByKey(cell, Encoders.LONG());
    CoGroupFunction<Long, Row, Row, Row> verify =
        (key, imagesOfCell, cellPairs) -> verify(imagesOfCell, cellPairs, minSimilarity);
    return images
        .groupByKey(cellOfImage, Encoders.LONG())
        .cogroup(pairsOfCell, verify, Encoders.row(Schemas.PAIRS));
  }

  /** The two blocks of images that a pair's ends belong to, as one number. */
  private static long cell(Row pair, long blocks) {
    return block(pair.getLong(0), blocks) * blocks + block(pair.getLong(1), blocks);
  }

  private static long block(long id, long blocks) {
    return Math.floorMod(Long.hashCode(id * 0x9e3779b97f4a7c15L), blocks);
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
    if (row.getBoolean(3)) {
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
