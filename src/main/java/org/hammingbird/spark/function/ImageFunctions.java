package org.hammingbird.spark.function;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.hash.CropResistantHash;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.QualityMeasure;

/**
 * Functions of Spark SQL over a column of image files' bytes, such as {@code content} of Spark's
 * source {@code binaryFile}:
 *
 * <ul>
 *   <li>{@code image_phash64(content)} and so on, one for each {@link HashAlgorithm}, named after
 *       its column: BIGINT up to 64 bits, BINARY above. Distances of BIGINT are Spark's own {@code
 *       bit_count(a ^ b)}, of BINARY {@code image_hash_distance(a, b)} (INT).
 *   <li>{@code image_crop_resistant_hash} (STRING, as imagehash prints it), {@code
 *       image_pdq_quality} (INT, 0 to 100).
 *   <li>{@code image_sharpness(content)} and so on, one for each {@link QualityMeasure}: DOUBLE.
 *   <li>{@code image_width}, {@code image_height} (INT, pixels), {@code image_format} (STRING).
 *   <li>{@code image_reject_cause(content)}: why an image cannot be hashed, one of {@link
 *       org.hammingbird.image.RejectCause}, and null where it can.
 * </ul>
 *
 * All others are null for what cannot be hashed, and all of them for null. However many are asked
 * about one image, it is decoded once. The limits are those of {@code spark.hammingbird.images.*}
 * when a query is analyzed: max-pixels, max-pixels-at-once, max-seconds, jpeg-decoder.
 */
public final class ImageFunctions {
  private static final String PREFIX = "image_";

  private ImageFunctions() {}

  /** Makes the functions known to a session; {@link HammingbirdExtensions} does it for all. */
  public static void register(SparkSession spark) {
    all()
        .forEach(
            (name, function) ->
                spark
                    .sessionState()
                    .functionRegistry()
                    .createOrReplaceTempFunction(name, function, "java_udf"));
  }

  /** The functions by their names. */
  static Map<String, CheckedFunction> all() {
    Map<String, CheckedFunction> all = new LinkedHashMap<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      add(all, algorithm.column(), hash(algorithm), hashType(algorithm));
    }
    add(
        all,
        "crop_resistant_hash",
        answer -> CropResistantHash.of(answer.image().raster()).toString(),
        DataTypes.StringType);
    add(
        all,
        "pdq_quality",
        answer -> Pdq.of(answer.image().raster()).quality(),
        DataTypes.IntegerType);
    for (QualityMeasure measure : QualityMeasure.values()) {
      add(
          all,
          measure.column(),
          answer -> orNull(answer.quality().value(measure)),
          DataTypes.DoubleType);
    }
    add(all, "width", answer -> answer.image().width(), DataTypes.IntegerType);
    add(all, "height", answer -> answer.image().height(), DataTypes.IntegerType);
    add(all, "format", answer -> answer.image().format().id(), DataTypes.StringType);
    add(all, "hash_distance", settings -> distance(), "a hash", "another");
    add(all, "reject_cause", ImageFunctions::rejectCause, "the bytes of an image file");
    return Collections.unmodifiableMap(all);
  }

  private static void add(
      Map<String, CheckedFunction> all, String name, Property property, DataType type) {
    add(all, name, settings -> of(property, type, settings), "the bytes of an image file");
  }

  private static void add(
      Map<String, CheckedFunction> all,
      String suffix,
      Function<DecodeSettings, UserDefinedFunction> function,
      String... arguments) {
    String name = PREFIX + suffix;
    // under its name in plans and as the heading of a column
    all.put(
        name,
        new CheckedFunction(name, settings -> function.apply(settings).withName(name), arguments));
  }

  private static Property hash(HashAlgorithm algorithm) {
    return answer -> {
      ImageHash hash = algorithm.hash(answer.image().raster());
      return algorithm.bits() <= Long.SIZE ? (Object) hash.toLong() : hash.toBytes();
    };
  }

  private static DataType hashType(HashAlgorithm algorithm) {
    return algorithm.bits() <= Long.SIZE ? DataTypes.LongType : DataTypes.BinaryType;
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static UserDefinedFunction of(Property property, DataType type, DecodeSettings settings) {
    UDF1<byte[], Object> function =
        content -> {
          LastImage.Answer answer = content == null ? null : LastImage.of(content, settings);
          return answer == null || answer.image() == null ? null : property.of(answer);
        };
    return functions.udf(function, type);
  }

  private static UserDefinedFunction rejectCause(DecodeSettings settings) {
    UDF1<byte[], String> function =
        content -> {
          LastImage.Answer answer = content == null ? null : LastImage.of(content, settings);
          return answer == null || answer.rejection() == null
              ? null
              : answer.rejection().rejectCause().id();
        };
    return functions.udf(function, DataTypes.StringType);
  }

  private static UserDefinedFunction distance() {
    UDF2<byte[], byte[], Integer> function =
        (one, other) -> one == null || other == null ? null : hash(one).distance(hash(other));
    return functions.udf(function, DataTypes.IntegerType);
  }

  private static ImageHash hash(byte[] bytes) {
    return ImageHash.of(bytes, Byte.SIZE * bytes.length);
  }

  /** Of an image that was decoded; shipped to executors. */
  private interface Property extends Serializable {
    Object of(LastImage.Answer answer);
  }
}
