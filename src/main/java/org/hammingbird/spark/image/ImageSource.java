package org.hammingbird.spark.image;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a task needs to open images, shipped to executors: the roots, the limits, Hadoop's
 * configuration.
 */
public final class ImageSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private final AllowedRoots roots;
  private final int maxBytes;
  private final long maxPixels;
  private final Broadcast<SerializableConfiguration> hadoop;

  private ImageSource(
      AllowedRoots roots,
      int maxBytes,
      long maxPixels,
      Broadcast<SerializableConfiguration> hadoop) {
    this.roots = roots;
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
    this.hadoop = hadoop;
  }

  /** The images that the settings of group {@code images} allow. */
  public static ImageSource open(SparkSession spark, ImageLimits limits) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new ImageSource(
        AllowedRoots.of(limits.roots(), hadoop),
        limits.maxBytes(),
        limits.maxPixels(),
        context.broadcast(new SerializableConfiguration(hadoop)));
  }

  /** A fetcher for one task. */
  public ImageFetcher fetcher() {
    return new ImageFetcher(roots, hadoop.value().value(), maxBytes);
  }

  /** The largest image that may be decoded, in pixels. */
  public long maxPixels() {
    return maxPixels;
  }
}
