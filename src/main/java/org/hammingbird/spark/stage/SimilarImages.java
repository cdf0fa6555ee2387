package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.neighbor.NearestHashes;

/**
 * The stored images whose hashes are nearest to those of some pictures. The table is read once for
 * all pictures, in its own partitions, of which each answers with its nearest few.
 */
public final class SimilarImages {
  private static final StructType NEAREST =
      new StructType()
          .add("query", DataTypes.IntegerType, false)
          .add("image_id", DataTypes.LongType, false)
          .add("distance", DataTypes.IntegerType, false);

  private final Dataset<Row> hashes;
  private final HashAlgorithm algorithm;
  private final PixelVariant variant;
  private final int side;

  /**
   * Over rows as of the table {@code hashes}, each hash under its algorithm's name.
   *
   * @param variant the pixels that were hashed
   * @param side of the copies in {@code pixels}, on which decoding depends where it scales down
   */
  SimilarImages(Dataset<Row> hashes, HashAlgorithm algorithm, PixelVariant variant, int side) {
    this.hashes = hashes;
    this.algorithm = algorithm;
    this.variant = variant;
    this.side = side;
  }

  /**
   * Looks at the table {@code hashes} as the last run left it.
   *
   * @param algorithm name of a hash of 64 bits
   * @throws UserException where the table or the hash is missing
   */
  public static SimilarImages in(StageContext context, String algorithm) {
    HashAlgorithm named = SettingChecks.comparable("--algorithm", algorithm);
    StageRun run = StageRun.of(context, "similar", "default", "seed");
    Dataset<Row> stored = run.input("hashes");
    Dataset<Row> hashes = HashColumns.input(run);
    HashColumns.require(hashes, List.of(named));
    PixelVariant variant = HashColumns.variant(stored, named).orElseThrow();
    String side = run.settingsOfMaker("hashes").getOrDefault("pixels.side", "1");
    return new SimilarImages(hashes, named, variant, Integer.parseInt(side));
  }

  /** The hash of a picture's file, of the same pixels as those that are stored. */
  public long hash(ImageDecoder decoder, byte[] file) throws ImageRejectedException {
    return variant.decode(decoder, file, side, image -> algorithm.hash(variant.of(image)).toLong());
  }

  /** The hash that pictures are compared by. */
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** Number of stored images. */
  public long size() {
    return hashes.count();
  }

  /**
   * Finds the nearest images, nearest first, equally near ones by id.
   *
   * @param pictures hashes of the pictures
   * @param most images for each picture, at least 1
   * @param radius greatest distance
   * @return for each picture rows of image_id, source_id, label, split, address and distance
   */
  public List<List<Row>> nearest(long[] pictures, int most, int radius) {
    NearestHashes merged = new NearestHashes(pictures, most, radius);
    MapPartitionsFunction<Row, Row> nearest = rows -> nearest(rows, pictures, most, radius);
    Dataset<Row> stored =
        hashes
            .filter(col(algorithm.column()).isNotNull())
            .select(col("image_id"), col(algorithm.column()));
    for (Row row : stored.mapPartitions(nearest, Encoders.row(NEAREST)).collectAsList()) {
      merged.add(row.getInt(0), row.getLong(1), row.getInt(2));
    }
    return described(merged, pictures.length);
  }

  private static Iterator<Row> nearest(Iterator<Row> rows, long[] pictures, int most, int radius) {
    NearestHashes nearest = new NearestHashes(pictures, most, radius);
    while (rows.hasNext()) {
      Row row = rows.next();
      nearest.add(row.getLong(0), row.getLong(1));
    }
    List<Row> found = new ArrayList<>();
    nearest.forEach((query, id, distance) -> found.add(RowFactory.create(query, id, distance)));
    return found.iterator();
  }

  private List<List<Row>> described(NearestHashes nearest, int pictures) {
    List<List<Row>> lists = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      lists.add(new ArrayList<>());
    }
    List<Object> ids = new ArrayList<>();
    nearest.forEach((query, id, distance) -> ids.add(id));
    Map<Long, Row> images = new HashMap<>();
    hashes
        .filter(col("image_id").isin(ids.toArray()))
        .select("image_id", "source_id", "label", "split", "address")
        .collectAsList()
        .forEach(row -> images.put(row.getLong(0), row));
    nearest.forEach(
        (query, id, distance) -> {
          Row image = images.get(id);
          lists
              .get(query)
              .add(
                  RowFactory.create(
                      id, image.get(1), image.get(2), image.get(3), image.get(4), distance));
        });
    return lists;
  }
}
