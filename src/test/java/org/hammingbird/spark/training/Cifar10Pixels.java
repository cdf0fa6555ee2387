package org.hammingbird.spark.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Raster;

/**
 * The images of Kaggle's CIFAR-10 competition, {@code train.zip} and {@code trainLabels.csv} in one
 * folder, decoded; ids up to 40,000 are the study's train split, the others its test split.
 */
final class Cifar10Pixels {
  private static final int TRAIN = 40_000;
  private static final StructType ROWS =
      new StructType()
          .add("image_id", DataTypes.LongType)
          .add("label", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("rgb", DataTypes.BinaryType);

  private final SparkSession spark;
  private final List<Row> rows;

  private Cifar10Pixels(SparkSession spark, List<Row> rows) {
    this.spark = spark;
    this.rows = rows;
  }

  static Cifar10Pixels read(Path folder, SparkSession spark) throws IOException {
    Map<String, String> labels = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("trainLabels.csv"))) {
      String[] fields = line.split(",");
      labels.put(fields[0], fields[1]);
    }
    labels.remove("id");
    List<String> classes = new ArrayList<>(new TreeSet<>(labels.values()));
    ImageDecoder decoder = new ImageDecoder(DecodeSettings.defaults());
    List<Row> rows = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(folder.resolve("train.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceAll(".*/|[.][a-z]+$", "");
        if (!labels.containsKey(name)) {
          continue;
        }
        Raster raster = decoder.decode(zip.readAllBytes()).raster().toRgb();
        rows.add(
            RowFactory.create(
                Long.parseLong(name),
                classes.indexOf(labels.get(name)),
                raster.width(),
                raster.height(),
                raster.samples()));
      }
    } catch (ImageRejectedException e) {
      throw new IOException(e);
    }
    rows.sort((a, b) -> Long.compare(a.getLong(0), b.getLong(0)));
    return new Cifar10Pixels(spark, rows);
  }

  /** The first so many of the train split: image_id, label, width, height, rgb. */
  Dataset<Row> train(int most) {
    return dataset(rows.subList(0, Math.min(most, TRAIN)));
  }

  /** The first so many of the test split. */
  Dataset<Row> test(int most) {
    return dataset(rows.subList(TRAIN, Math.min(TRAIN + most, rows.size())));
  }

  private Dataset<Row> dataset(List<Row> some) {
    return spark.createDataFrame(new ArrayList<>(some), ROWS).repartition(16);
  }
}
