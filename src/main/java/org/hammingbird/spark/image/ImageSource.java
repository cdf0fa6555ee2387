package org.hammingbird.spark.image;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.hammingbird.image.DecodeRoute;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task needs to open images, shipped to executors: the roots, the limits, Hadoop's
 * configuration.
 */
public final class ImageSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(ImageSource.class);

  /** Routes that this process has described in its log. */
  private static final Set<DecodeRoute> DESCRIBED = ConcurrentHashMap.newKeySet();

  private final AllowedRoots roots;
  private final int maxBytes;
  private final int fetchesInFlight;
  private final DecodeSettings decoding;
  private final Broadcast<SerializableConfiguration> hadoop;

  private ImageSource(
      AllowedRoots roots,
      int maxBytes,
      int fetchesInFlight,
      DecodeSettings decoding,
      Broadcast<SerializableConfiguration> hadoop) {
    this.roots = roots;
    this.maxBytes = maxBytes;
    this.fetchesInFlight = fetchesInFlight;
    this.decoding = decoding;
    this.hadoop = hadoop;
  }

  /**
   * The images that the settings of group {@code images} allow.
   *
   * @throws org.hammingbird.UserException where the settings demand a decoder that is not
   *     installed; on a cluster the tasks find that out, since the driver's machine need not have
   *     it
   */
  public static ImageSource open(SparkSession spark, ImageLimits limits) {
    if (spark.sparkContext().isLocal()) {
      limits.decoding().route().resolve();
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    AllowedRoots roots = AllowedRoots.of(limits.roots(), hadoop);
    return new ImageSource(
        roots,
        limits.maxBytes(),
        roots.areLocal() ? 0 : limits.fetchesInFlight(),
        limits.decoding(),
        context.broadcast(new SerializableConfiguration(hadoop)));
  }

  /** A fetcher for one task. */
  public ImageFetcher fetcher() {
    return new ImageFetcher(roots, hadoop.value().value(), maxBytes);
  }

  /** The files of a task's items, some of them fetched ahead where they come from afar. */
  public <T> FetchedFiles<T> fetch(Iterator<T> items, Function<T, String> address) {
    return new SeparateFiles<>(items, address, fetcher(), fetchesInFlight);
  }

  /**
   * The same of archives' entries, which are read many at once.
   *
   * @param items those of an archive together, by their offsets; each readable
   */
  public <T> FetchedFiles<T> fetchPacked(Iterator<PackedItem<T>> items) {
    return new PackedFiles<>(items, fetcher(), fetchesInFlight);
  }

  /** Whether an entry may be read; its file is rejected for that reason otherwise. */
  public void requireReadable(EntryPlace place) throws ImageRejectedException {
    place.requireReadable(maxBytes);
  }

  /**
   * A decoder for the task that asks, closed when the task ends: what it holds outside the heap
   * would wait for the garbage collector, which sees nothing of it. The first in a process writes
   * into its log by what JPEGs are decoded.
   *
   * @throws org.hammingbird.UserException where the settings demand a decoder that is not installed
   */
  public ImageDecoder decoder() {
    ImageDecoder decoder = new ImageDecoder(decoding);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> decoder.close());
    if (DESCRIBED.add(decoding.route())) {
      LOG.info("{}", decoding.route().describe());
    }
    return decoder;
  }
}
