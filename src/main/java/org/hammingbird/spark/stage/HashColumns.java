package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.table.Schemas;

/**
 * The columns of {@code hashes} that hold hashes: those that {@code hash.algorithms} names, BIGINT
 * for up to 64 bits and BINARY for more, each under the name of its algorithm and {@linkplain
 * PixelVariant pixels}. PDQ comes last, and after it its quality, 0 to 100, as {@code pdq_quality}.
 */
final class HashColumns {
  /** Among the results of {@code hash}: {@link HashAlgorithm#VERSION}. */
  static final String VERSION = "algorithms_version";

  private static final String PDQ_QUALITY = "pdq_quality";

  private HashColumns() {}

  /** The columns of {@code hashes} with these algorithms on these pixels. */
  static StructType schema(List<HashAlgorithm> algorithms, PixelVariant variant) {
    StructType schema = Schemas.HASHES;
    for (HashAlgorithm algorithm : withoutPdq(algorithms)) {
      schema = schema.add(algorithm.column() + variant.suffix(), type(algorithm));
    }
    return algorithms.contains(HashAlgorithm.PDQ256)
        ? schema
            .add(HashAlgorithm.PDQ256.column() + variant.suffix(), type(HashAlgorithm.PDQ256))
            .add(PDQ_QUALITY + variant.suffix(), DataTypes.IntegerType)
        : schema;
  }

  /** What these columns hold for an image. */
  static List<Object> values(Raster raster, List<HashAlgorithm> algorithms) {
    List<Object> values = new ArrayList<>();
    HashAlgorithm[] others = withoutPdq(algorithms).toArray(new HashAlgorithm[0]);
    for (ImageHash hash : HashAlgorithm.hashAll(raster, others)) {
      values.add(value(hash));
    }
    if (algorithms.contains(HashAlgorithm.PDQ256)) {
      Pdq pdq = Pdq.of(raster);
      values.add(value(pdq.hash()));
      values.add(pdq.quality());
    }
    return values;
  }

  private static List<HashAlgorithm> withoutPdq(List<HashAlgorithm> algorithms) {
    List<HashAlgorithm> others = new ArrayList<>(algorithms);
    others.remove(HashAlgorithm.PDQ256);
    return others;
  }

  /** The algorithm whose hashes a column holds, on whatever pixels. */
  static Optional<HashAlgorithm> algorithm(String column) {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      for (PixelVariant variant : PixelVariant.values()) {
        if (column.equals(algorithm.column() + variant.suffix())) {
          return Optional.of(algorithm);
        }
      }
    }
    return Optional.empty();
  }

  /** Of which pixels the hashes of an algorithm are that a table holds; none where it has none. */
  static Optional<PixelVariant> variant(Dataset<Row> hashes, HashAlgorithm algorithm) {
    List<String> columns = Arrays.asList(hashes.columns());
    return Arrays.stream(PixelVariant.values())
        .filter(variant -> columns.contains(algorithm.column() + variant.suffix()))
        .findFirst();
  }

  /**
   * The table {@code hashes} as the last run left it, as {@link #byAlgorithm} has it.
   *
   * @throws UserException where there is none, or other versions of the algorithms made it
   */
  static Dataset<Row> input(StageRun run) {
    Dataset<Row> hashes = byAlgorithm(run.input("hashes"));
    int version = version(run.resultsOfMaker("hashes"));
    if (version != HashAlgorithm.VERSION) {
      throw new UserException(
          String.format(
              "The table hashes was made by version %d of the algorithms, and this program has version %d: run `hammingbird hash`",
              version, HashAlgorithm.VERSION));
    }
    return hashes;
  }

  /** The version of the algorithms that made the hashes of a run with these results. */
  static int version(Map<String, Object> results) {
    return ((Number) results.getOrDefault(VERSION, HashAlgorithm.VERSION)).intValue();
  }

  /** The table with each hash under its algorithm's name: all are of the same pixels. */
  static Dataset<Row> byAlgorithm(Dataset<Row> hashes) {
    Dataset<Row> renamed = hashes;
    for (String column : hashes.columns()) {
      Optional<HashAlgorithm> algorithm = algorithm(column);
      if (algorithm.isPresent()) {
        renamed = renamed.withColumnRenamed(column, algorithm.get().column());
      }
    }
    return renamed;
  }

  private static DataType type(HashAlgorithm algorithm) {
    return isLong(algorithm) ? DataTypes.LongType : DataTypes.BinaryType;
  }

  private static boolean isLong(HashAlgorithm algorithm) {
    return algorithm.bits() <= Long.SIZE;
  }

  private static Object value(ImageHash hash) {
    return hash.bits() <= Long.SIZE ? (Object) hash.toLong() : hash.toBytes();
  }

  /** Whether a hash is of the 64 bits that distances of all pairs are made for. */
  static boolean comparable(HashAlgorithm algorithm) {
    return algorithm.bits() == Long.SIZE;
  }

  /** The algorithms whose hashes the table holds under their names. */
  static List<HashAlgorithm> stored(Dataset<Row> hashes) {
    List<String> columns = Arrays.asList(hashes.columns());
    List<HashAlgorithm> found = new ArrayList<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (columns.contains(algorithm.column())) {
        found.add(algorithm);
      }
    }
    return found;
  }

  /** Those of 64 bits. */
  static List<HashAlgorithm> comparable(Dataset<Row> hashes) {
    List<HashAlgorithm> found = stored(hashes);
    found.removeIf(algorithm -> !comparable(algorithm));
    return found;
  }

  /** The columns of the others. */
  static List<String> incomparable(Dataset<Row> hashes) {
    return stored(hashes).stream()
        .filter(algorithm -> !comparable(algorithm))
        .map(HashAlgorithm::column)
        .collect(Collectors.toList());
  }

  /**
   * Makes sure that the table holds these hashes, of each image.
   *
   * @return how many images there are
   * @throws UserException as {@link #require} does, and where an image lacks a hash
   */
  static long requireAll(Dataset<Row> hashes, List<HashAlgorithm> algorithms) {
    require(hashes, algorithms);
    Column[] counts =
        algorithms.stream()
            .map(algorithm -> functions.count(algorithm.column()))
            .toArray(Column[]::new);
    Row row = hashes.agg(functions.count(functions.lit(1)), counts).first();
    long images = row.getLong(0);
    for (int i = 0; i < algorithms.size(); i++) {
      long missing = images - row.getLong(i + 1);
      if (missing > 0) {
        throw new UserException(
            String.format(
                "Cannot compare %s: %,d of %,d images have none; run `hammingbird hash --force`",
                algorithms.get(i).column(), missing, images));
      }
    }
    return images;
  }

  /**
   * Makes sure that the table holds these hashes.
   *
   * @throws UserException where it lacks one, or a column is not of its algorithm's type
   */
  static void require(Dataset<Row> hashes, List<HashAlgorithm> algorithms) {
    List<String> columns = Arrays.asList(hashes.columns());
    for (HashAlgorithm algorithm : algorithms) {
      if (!columns.contains(algorithm.column())) {
        throw new UserException(
            String.format(
                "The table hashes has no %s: add it to hash.algorithms and run `hammingbird hash`",
                algorithm.column()));
      }
      DataType found = hashes.schema().apply(algorithm.column()).dataType();
      if (!found.equals(type(algorithm))) {
        throw new UserException(
            String.format(
                "The column %s of hashes is %s, but a hash of %d bits is %s: clear the table and run `hammingbird hash`",
                algorithm.column(), found.sql(), algorithm.bits(), type(algorithm).sql()));
      }
    }
  }
}
