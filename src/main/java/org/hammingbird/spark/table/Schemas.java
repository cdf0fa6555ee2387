package org.hammingbird.spark.table;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of every table of a workspace, in one place. {@code image_id} is the integer id of
 * the label table; for text ids it is a stable 63-bit hash of {@code source_id}, which holds the id
 * as the label table has it.
 */
public final class Schemas {
  /**
   * Version of the tables' layout. A table of a newer format is refused; one of an older format has
   * to be rebuilt.
   */
  public static final int FORMAT = 2;

  /**
   * One row per hashed image: {@code modified} in milliseconds since 1970 (of the source file),
   * {@code digest} the SHA-256 of the file's bytes in hex, the measures of {@code
   * image.QualityMeasure} ({@code jpeg_quality} null where the file is no JPEG). After these
   * columns come the hashes that were chosen, one column each.
   */
  public static final StructType HASHES =
      columns(
          "image_id", LongType,
          "source_id", StringType,
          "label", StringType,
          "split", StringType,
          "address", StringType,
          "width", IntegerType,
          "height", IntegerType,
          "format", StringType,
          "bytes", LongType,
          "modified", LongType,
          "digest", StringType,
          "sharpness", DoubleType,
          "brightness", DoubleType,
          "contrast", DoubleType,
          "shadows", DoubleType,
          "highlights", DoubleType,
          "entropy", DoubleType,
          "noise", DoubleType,
          "saturation", DoubleType,
          "blockiness", DoubleType,
          "jpeg_trace", DoubleType,
          "jpeg_quality", DoubleType);

  /** One row per hashed image: {@code rgb} holds width x height x 3 bytes, row by row. */
  public static final StructType PIXELS =
      columns("image_id", LongType, "width", IntegerType, "height", IntegerType, "rgb", BinaryType);

  /**
   * One row per image that could not be hashed: {@code cause} is an id of {@code
   * image.RejectCause}.
   */
  public static final StructType REJECTS =
      columns(
          "image_id", LongType,
          "source_id", StringType,
          "label", StringType,
          "split", StringType,
          "address", StringType,
          "cause", StringType,
          "detail", StringType);

  /** Counts of image pairs by Hamming distance, per hash column and per pair of classes. */
  public static final StructType DISTANCE_HISTOGRAMS =
      columns(
          "algorithm", StringType, "pair", StringType, "distance", IntegerType, "count", LongType);

  /**
   * Near-duplicate pairs: {@code left < right}, each once; {@code distance} the smallest of the
   * hashes that proposed it, those of views among them; {@code similarity} from -1 to 1; {@code
   * mirrored} where the one resembles the other's mirror image.
   */
  public static final StructType PAIRS =
      columns(
          "left", LongType,
          "right", LongType,
          "distance", IntegerType,
          "similarity", DoubleType,
          "mirrored", BooleanType);

  /**
   * Images that have a near-duplicate: {@code cluster} is the lowest id among the members, one of
   * which is the keeper, with rank 1.
   */
  public static final StructType CLUSTERS =
      columns(
          "image_id", LongType,
          "cluster", LongType,
          "keeper", BooleanType,
          "reason", StringType,
          "rank", IntegerType);

  /**
   * The members of clusters that carry more than one label: {@code images} is how many of the
   * cluster carry this one's.
   */
  public static final StructType CLUSTER_LABELS =
      columns(
          "cluster", LongType,
          "image_id", LongType,
          "label", StringType,
          "images", LongType,
          "keeper", BooleanType);

  /** Test images with a near-duplicate in train. */
  public static final StructType LEAKAGE =
      columns(
          "test_id", LongType,
          "train_id", LongType,
          "test_label", StringType,
          "train_label", StringType,
          "distance", IntegerType,
          "similarity", DoubleType);

  /** Near-duplicate pairs whose labels differ. */
  public static final StructType LABEL_CONFLICTS =
      columns(
          "left", LongType,
          "right", LongType,
          "left_label", StringType,
          "right_label", StringType,
          "distance", IntegerType,
          "similarity", DoubleType);

  /**
   * Images of low quality, one row per image and rule that it breaks: {@code threshold} is the
   * limit that {@code value} lies beyond, {@code rank} 1 for the worst of the collection by this
   * measure.
   */
  public static final StructType LOW_QUALITY =
      columns(
          "image_id", LongType,
          "reason", StringType,
          "measure", StringType,
          "value", DoubleType,
          "threshold", DoubleType,
          "rank", LongType);

  /**
   * What a setting of {@code neighbors} would find of pairs that a person has judged: {@code
   * precision} null where it finds none.
   */
  public static final StructType TUNING =
      columns(
          "algorithms", StringType,
          "crops", BooleanType,
          "radius", IntegerType,
          "min_similarity", DoubleType,
          "found", LongType,
          "right", LongType,
          "near_duplicates", LongType,
          "precision", DoubleType,
          "recall", DoubleType,
          "recommended", BooleanType);

  /** The images of one selection, and the test images of {@code unleaked}. */
  public static final StructType SELECTION = columns("image_id", LongType);

  /** Accuracy by condition; severity 0 is the clean image. */
  public static final StructType EVALUATION =
      columns(
          "condition", StringType, "severity", IntegerType, "images", LongType, "top1", DoubleType);

  /**
   * What a model says of images: its three most probable classes with their probabilities (0 to 1),
   * null where it knows fewer classes. {@code image_id} is null for files of a folder; {@code
   * cause} says why a file could not be decoded, and is null otherwise.
   */
  public static final StructType PREDICTIONS =
      columns(
          "image_id", LongType,
          "address", StringType,
          "class", StringType,
          "probability", FloatType,
          "class_2", StringType,
          "probability_2", FloatType,
          "class_3", StringType,
          "probability_3", FloatType,
          "cause", StringType);

  /**
   * One row per network that a study trained: {@code trial} names it, {@code inputs} is a digest of
   * all else that shapes the result; {@code images} in its training set, {@code seconds} that the
   * trial took and {@code train_seconds} dealing out its images and training, {@code tested} images
   * shown, {@code correct} those that it named rightly, and {@code right} a bit for each of them in
   * the order of their ids, the first in the lowest bit of the first byte.
   */
  public static final StructType STUDY_TRIALS =
      columns(
          "trial", StringType,
          "inputs", StringType,
          "rule", StringType,
          "quality", StringType,
          "budget", StringType,
          "workers", IntegerType,
          "seed", LongType,
          "steps", IntegerType,
          "images", LongType,
          "seconds", DoubleType,
          "tested", LongType,
          "correct", LongType,
          "right", BinaryType,
          "train_seconds", DoubleType);

  /**
   * One row per network, corruption and severity of a study: {@code trial} as in {@link
   * #STUDY_TRIALS}, the other columns as there, of the same test images degraded.
   */
  public static final StructType STUDY_CORRUPTIONS =
      columns(
          "cell", StringType,
          "trial", StringType,
          "corruption", StringType,
          "severity", IntegerType,
          "tested", LongType,
          "correct", LongType,
          "right", BinaryType);

  /**
   * One row per corruption and severity of a study: of {@code images} of the collection and their
   * degraded copies, {@code auc} by quality measure (the chance that a degraded image's value is
   * greater than an undegraded one's), and {@code distances} by hash: how many copies are 0, 1, 2
   * and so on bits away from their image.
   */
  public static final StructType STUDY_DEGRADED =
      columns(
          "cell", StringType,
          "inputs", StringType,
          "corruption", StringType,
          "severity", IntegerType,
          "images", LongType,
          "auc", DataTypes.createMapType(StringType, DoubleType),
          "distances", DataTypes.createMapType(StringType, DataTypes.createArrayType(LongType)));

  /**
   * One row per hash of a study, {@code algorithm} being its column of {@code hashes}: whether
   * images of one class are nearer than images of two ({@code auc}), how many of the test images
   * the nearest of train name rightly ({@code vote_accuracy}), and the {@code pairs} of classes
   * with the number of their {@code pairs}, {@code mean} and {@code standard_deviation} in bits
   * and, of two classes, {@code auc}; null where it cannot be had. {@code _low} and {@code _high}
   * are 95% intervals.
   */
  public static final StructType STUDY_DISTANCES =
      columns(
          "cell", StringType,
          "inputs", StringType,
          "algorithm", StringType,
          "auc", DoubleType,
          "auc_low", DoubleType,
          "auc_high", DoubleType,
          "vote_accuracy", DoubleType,
          "vote_accuracy_low", DoubleType,
          "vote_accuracy_high", DoubleType,
          "pairs",
              DataTypes.createArrayType(
                  columns(
                      "one", StringType,
                      "other", StringType,
                      "pairs", LongType,
                      "mean", DoubleType,
                      "standard_deviation", DoubleType,
                      "auc", DoubleType,
                      "auc_low", DoubleType,
                      "auc_high", DoubleType)));

  private Schemas() {}

  private static StructType columns(Object... namesAndTypes) {
    StructType schema = new StructType();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      schema = schema.add((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]);
    }
    return schema;
  }
}
