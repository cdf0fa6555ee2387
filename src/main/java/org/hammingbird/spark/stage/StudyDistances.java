package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.hash.Hamming;
import org.hammingbird.hash.HashAlgorithm;

/**
 * The study's own distances: differing hex digits of average hashes, the first 100 images by id of
 * one class against the first 100 of another, all ordered pairs, an image against itself included;
 * and the first 100 of these pairs, which it plotted (its first image against all 100).
 */
final class StudyDistances {
  /** The study says pHash for it. */
  static final HashAlgorithm ALGORITHM = HashAlgorithm.AHASH64;

  private static final int IMAGES = 100;
  private static final int PLOTTED = 100;
  private static final int DIGITS = 16;

  private StudyDistances() {}

  /** Pairs, mean, standard deviation, histogram (0 to 16 digits) and the plot, by class pair. */
  static Map<String, Object> measure(Dataset<Row> hashes, List<ClassPair> pairs) {
    Map<String, Object> results = new LinkedHashMap<>();
    for (ClassPair pair : pairs) {
      results.put(pair.name(), measure(first(hashes, pair.one()), first(hashes, pair.other())));
    }
    return results;
  }

  private static long[] first(Dataset<Row> hashes, String label) {
    Dataset<Row> first =
        hashes
            .where(col("label").equalTo(label))
            .orderBy("image_id")
            .limit(IMAGES)
            .select("image_id", ALGORITHM.column());
    long[][] columns = LongColumns.collect(first);
    LongColumns.sortById(columns);
    return columns[1];
  }

  static Map<String, Object> measure(long[] ones, long[] others) {
    long[] counts = new long[DIGITS + 1];
    List<Integer> plotted = new ArrayList<>();
    for (long one : ones) {
      for (long other : others) {
        int digits = Hamming.hexDigits(one, other);
        counts[digits]++;
        if (plotted.size() < PLOTTED) {
          plotted.add(digits);
        }
      }
    }
    Histogram histogram = Histogram.of(counts);
    List<Long> list = new ArrayList<>();
    for (long count : counts) {
      list.add(count);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("pairs", histogram.total());
    result.put("mean", histogram.mean());
    result.put("standard-deviation", histogram.standardDeviation());
    result.put("histogram", list);
    result.put("plotted", plotted);
    return result;
  }
}
