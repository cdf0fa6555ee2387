package org.hammingbird.spark.function;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.QualityMeasure;

/**
 * Functions of Spark SQL over a column of image files' bytes, such as {@code content} of Spark's
 * source {@code binaryFile}:
 *
 * <ul>
 *   <li>{@code image_phash64(content)} and so on, one for each {@link HashAlgorithm}, named after
 *       its column: BIGINT up to 64 bits, BINARY above. Distances are Spark's own {@code
 *       bit_count(a ^ b)}.
 *   <li>{@code image_sharpness(content)} and so on, one for each {@link QualityMeasure}: DOUBLE.
 *   <li>{@code image_width}, {@code image_height} (INT, pixels), {@code image_format} (STRING).
 *   <li>{@code image_reject_cause(content)}: why an image cannot be hashed, one of {@link
 *       org.hammingbird.image.RejectCause}, and null where it can.
 * </ul>
 *
 * All others are null for what cannot be hashed, and all of them for null. However many are asked
 * about one image, it is decoded once.
 */
public final class ImageFunctions {
  private static final String PREFIX = "image_";

  private ImageFunctions() {}

  /** Makes the functions known to a session; {@link HammingbirdExtensions} does it for all. */
  public static void register(SparkSession spark) {
    all().forEach((name, function) -> spark.udf().register(name, function));
  }

  /** The functions by their names. */
  static Map<String, UserDefinedFunction> all() {
    Map<String, UserDefinedFunction> all = new LinkedHashMap<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      all.put(PREFIX + algorithm.column(), hash(algorithm));
    }
    for (QualityMeasure measure : QualityMeasure.values()) {
      all.put(
          PREFIX + measure.column(),
          of(answer -> orNull(answer.quality().value(measure)), DataTypes.DoubleType));
    }
    all.put(PREFIX + "width", of(answer -> answer.image().width(), DataTypes.IntegerType));
    all.put(PREFIX + "height", of(answer -> answer.image().height(), DataTypes.IntegerType));
    all.put(PREFIX + "format", of(answer -> answer.image().format().id(), DataTypes.StringType));
    all.put(PREFIX + "reject_cause", rejectCause());
    // under its name in plans and as the heading of a column
    all.replaceAll((name, function) -> function.withName(name));
    return Collections.unmodifiableMap(all);
  }

  private static UserDefinedFunction hash(HashAlgorithm algorithm) {
    if (algorithm.bits() <= Long.SIZE) {
      return of(answer -> algorithm.hash(answer.image().raster()).toLong(), DataTypes.LongType);
    }
    return of(answer -> algorithm.hash(answer.image().raster()).toBytes(), DataTypes.BinaryType);
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static UserDefinedFunction of(Property property, DataType type) {
    UDF1<byte[], Object> function =
        content -> {
          LastImage.Answer answer = content == null ? null : LastImage.of(content);
          return answer == null || answer.image() == null ? null : property.of(answer);
        };
    return functions.udf(function, type);
  }

  private static UserDefinedFunction rejectCause() {
    UDF1<byte[], String> function =
        content -> {
          LastImage.Answer answer = content == null ? null : LastImage.of(content);
          return answer == null || answer.rejection() == null
              ? null
              : answer.rejection().rejectCause().id();
        };
    return functions.udf(function, DataTypes.StringType);
  }

  /** Of an image that was decoded; shipped to executors. */
  private interface Property extends Serializable {
    Object of(LastImage.Answer answer);
  }
}
