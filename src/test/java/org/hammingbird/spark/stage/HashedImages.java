package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;

/**
 * The tables {@code hashes} and {@code pixels} of small drawn images, as the stage hash leaves
 * them.
 */
final class HashedImages {
  private static final List<HashAlgorithm> ALGORITHMS =
      List.of(HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64);

  /** The columns of {@code hashes} with the default hashes. */
  static final StructType SCHEMA = HashColumns.schema(ALGORITHMS, PixelVariant.EXACT);

  private static final int SIDE = 40;

  private final List<Row> hashes = new ArrayList<>();
  private final List<Row> pixels = new ArrayList<>();

  /**
   * Adds an image of a scene; images of one scene that differ in brightness are near-duplicates.
   */
  HashedImages add(long id, String label, String split, int scene, double contrast, long bytes) {
    return add(id, label, split, draw(scene, contrast), bytes);
  }

  HashedImages add(long id, String label, String split, int scene) {
    return add(id, label, split, scene, 1, 1000);
  }

  HashedImages add(long id, String label, String split, Raster image, long bytes) {
    ImageHash[] hashes = HashAlgorithm.hashAll(image, ALGORITHMS.toArray(new HashAlgorithm[0]));
    long[] bits = Arrays.stream(hashes).mapToLong(ImageHash::toLong).toArray();
    return add(id, label, split, bits, image, bytes);
  }

  /** Adds an image whose hashes are given: average, perceptual, difference. */
  HashedImages add(long id, String label, String split, long[] bits, Raster image, long bytes) {
    Quality quality = Quality.of(image);
    hashes.add(
        RowFactory.create(
            id,
            Long.toString(id),
            label,
            split,
            "file:/images/" + id,
            image.width(),
            image.height(),
            "png",
            bytes,
            0L,
            "digest",
            quality.value(QualityMeasure.SHARPNESS),
            quality.value(QualityMeasure.BRIGHTNESS),
            quality.value(QualityMeasure.CONTRAST),
            quality.value(QualityMeasure.SHADOWS),
            quality.value(QualityMeasure.HIGHLIGHTS),
            quality.value(QualityMeasure.ENTROPY),
            quality.value(QualityMeasure.NOISE),
            quality.value(QualityMeasure.SATURATION),
            quality.value(QualityMeasure.BLOCKINESS),
            quality.value(QualityMeasure.JPEG_TRACE),
            null,
            bits[0],
            bits[1],
            bits[2]));
    pixels.add(RowFactory.create(id, image.width(), image.height(), image.toRgb().samples()));
    return this;
  }

  /** Publishes both tables. */
  void publish(StageContext context) {
    StageRun run = StageRun.of(context, "hash", "default", "seed");
    run.output(
        "hashes",
        context
            .workspace()
            .table("hashes")
            .overwrite(TestSpark.session().createDataFrame(hashes, SCHEMA).repartition(3)));
    run.output(
        "pixels",
        context
            .workspace()
            .table("pixels")
            .overwrite(TestSpark.session().createDataFrame(pixels, Schemas.PIXELS)));
    run.complete(Map.of());
  }

  /** A scene of a few coloured waves. */
  static Raster draw(int scene, double contrast) {
    Random random = new Random(scene);
    double[][] waves = new double[8][];
    for (int i = 0; i < waves.length; i++) {
      waves[i] =
          new double[] {
            random.nextDouble() - 0.5, random.nextDouble() - 0.5, random.nextDouble() * 6
          };
    }
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (double[] wave : waves) {
            sum += Math.sin(1.5 * y * wave[0] + 1.5 * x * wave[1] + wave[2]);
          }
          rgb[(y * SIDE + x) * 3 + c] = (byte) Math.round(128 + contrast * (15 + c) * sum);
        }
      }
    }
    return new Raster(SIDE, SIDE, 3, rgb);
  }
}
