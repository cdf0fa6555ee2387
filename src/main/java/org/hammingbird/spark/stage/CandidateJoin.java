package org.hammingbird.spark.stage;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All pairs of images of which any hash lies within the radius, each once. Of more than {@code
 * neighbors.max-equal} images with equal hashes the one with the lowest id stands for all: the
 * others are paired with it alone.
 */
interface CandidateJoin extends AutoCloseable {
  /**
   * A pair of images, the lower id left, and the smallest of the distances by which it was found.
   */
  StructType CANDIDATES =
      new StructType()
          .add("left", DataTypes.LongType, false)
          .add("right", DataTypes.LongType, false)
          .add("distance", DataTypes.IntegerType, false);

  /** For people: how the candidates are found, by each of the hashes. */
  List<String> plans();

  /** Most images that have one hash in common. */
  long largestGroup();

  /** The pairs as rows of {@link #CANDIDATES}; computed whenever they are used. */
  JavaRDD<Row> candidates();

  /** Lets go of what was kept for the candidates. */
  @Override
  default void close() {}
}
