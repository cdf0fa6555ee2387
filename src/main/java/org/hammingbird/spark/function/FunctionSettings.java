package org.hammingbird.spark.function;

import java.math.BigDecimal;
import org.apache.spark.sql.internal.SQLConf;
import org.hammingbird.image.DecodeRoute;
import org.hammingbird.image.DecodeSettings;

/**
 * The settings of group {@code images} that concern decoding, from Spark's configuration: {@code
 * spark.hammingbird.images.max-pixels} and so on, given when Spark starts or by {@code SET}.
 */
final class FunctionSettings {
  private static final String PREFIX = "spark.hammingbird.images.";

  private FunctionSettings() {}

  /**
   * Those of the session at work.
   *
   * @throws IllegalArgumentException where one is out of its range
   */
  static DecodeSettings decoding() {
    SQLConf conf = SQLConf.get();
    DecodeSettings defaults = DecodeSettings.defaults();
    return defaults
        .withMaxPixels(whole(conf, "max-pixels", defaults.maxPixels()))
        .withMaxPixelsAtOnce(whole(conf, "max-pixels-at-once", defaults.maxPixelsAtOnce()))
        .withMaxSeconds(Math.toIntExact(whole(conf, "max-seconds", defaults.maxSeconds())))
        .withRoute(
            DecodeRoute.of(conf.getConfString(PREFIX + "jpeg-decoder", defaults.route().id())));
  }

  private static long whole(SQLConf conf, String key, long otherwise) {
    String value = conf.getConfString(PREFIX + key, Long.toString(otherwise));
    try {
      // 1e9 is one, too
      return new BigDecimal(value.trim()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid " + PREFIX + key + ": " + value + " (must be a whole number)", e);
    }
  }
}
