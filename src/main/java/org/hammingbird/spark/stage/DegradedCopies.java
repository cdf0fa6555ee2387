package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.RankAuc;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;

/**
 * Measures and hashes of images, and of their copies degraded by one corruption at each severity,
 * made in Spark tasks. An image and its copies have the same size, so that all that differs is the
 * corruption. The driver holds a few hundred bytes an image.
 */
final class DegradedCopies {
  /** What is not read from a file's head. */
  private static final List<QualityMeasure> MEASURES = measures();

  private final List<Condition> conditions;
  private final List<HashAlgorithm> algorithms;
  private final List<Compared> images;

  private DegradedCopies(
      List<Condition> conditions, List<HashAlgorithm> algorithms, List<Compared> images) {
    this.conditions = conditions;
    this.algorithms = algorithms;
    this.images = images;
  }

  /**
   * Degrades and measures.
   *
   * @param images rows of {@link ImageSample#SCHEMA} that have pixels
   * @param seed of the noise
   */
  static DegradedCopies of(
      Dataset<Row> images, Corruption corruption, List<HashAlgorithm> algorithms, long seed) {
    List<Condition> conditions = Condition.degraded(corruption);
    List<Condition> shippedConditions = new ArrayList<>(conditions);
    HashAlgorithm[] shippedAlgorithms = algorithms.toArray(new HashAlgorithm[0]);
    List<Compared> compared =
        images
            .javaRDD()
            .map(
                row ->
                    Compared.of(
                        ImageSample.raster(row),
                        shippedConditions,
                        shippedAlgorithms,
                        Condition.imageSeed(seed, row.getLong(0))))
            .collect();
    return new DegradedCopies(conditions, algorithms, compared);
  }

  private static List<QualityMeasure> measures() {
    List<QualityMeasure> measures = new ArrayList<>(List.of(QualityMeasure.values()));
    measures.remove(QualityMeasure.JPEG_QUALITY);
    return measures;
  }

  /** The corruption at each severity, rising. */
  List<Condition> conditions() {
    return conditions;
  }

  /** How many images were degraded. */
  int images() {
    return images.size();
  }

  /**
   * By measure, the chance that the value of a degraded image is greater than that of an undegraded
   * one, drawn apart from one another.
   *
   * @param place of one of {@link #conditions}
   */
  Map<String, Double> auc(int place) {
    Map<String, Double> auc = new LinkedHashMap<>();
    for (int measure = 0; measure < MEASURES.size(); measure++) {
      int column = measure;
      double[] clean = images.stream().mapToDouble(image -> image.clean[column]).toArray();
      double[] degraded =
          images.stream().mapToDouble(image -> image.degraded[place][column]).toArray();
      auc.put(MEASURES.get(measure).column(), RankAuc.of(clean, degraded));
    }
    return auc;
  }

  /**
   * By hash, how many copies are 0, 1, 2 and so on bits away from their image.
   *
   * @param place of one of {@link #conditions}
   */
  Map<String, long[]> distances(int place) {
    Map<String, long[]> distances = new LinkedHashMap<>();
    for (int hash = 0; hash < algorithms.size(); hash++) {
      long[] counts = new long[algorithms.get(hash).bits() + 1];
      for (Compared image : images) {
        counts[image.distances[place][hash]]++;
      }
      distances.put(algorithms.get(hash).column(), counts);
    }
    return distances;
  }

  /** One image and its copies. */
  private static final class Compared implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] clean;
    private final double[][] degraded;
    private final int[][] distances;

    private Compared(double[] clean, double[][] degraded, int[][] distances) {
      this.clean = clean;
      this.degraded = degraded;
      this.distances = distances;
    }

    static Compared of(
        Raster image, List<Condition> conditions, HashAlgorithm[] algorithms, long seed) {
      ImageHash[] hashes = HashAlgorithm.hashAll(image, algorithms);
      double[][] degraded = new double[conditions.size()][];
      int[][] distances = new int[conditions.size()][algorithms.length];
      for (int place = 0; place < degraded.length; place++) {
        Raster copy = conditions.get(place).apply(image, seed);
        degraded[place] = values(copy);
        ImageHash[] others = HashAlgorithm.hashAll(copy, algorithms);
        for (int hash = 0; hash < algorithms.length; hash++) {
          distances[place][hash] = hashes[hash].distance(others[hash]);
        }
      }
      return new Compared(values(image), degraded, distances);
    }

    private static double[] values(Raster image) {
      Quality quality = Quality.of(image);
      return MEASURES.stream().mapToDouble(quality::value).toArray();
    }
  }
}
