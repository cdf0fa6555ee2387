package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;

/**
 * The images to train on, joined from tables and looked over before any training begins. Classes
 * are the labels of the whole train split in alphabetical order, so that models trained on
 * different selections answer alike.
 */
final class TrainingRows {
  private static final long PARTS = 1_000_000;
  private static final StructType CLASSES =
      new StructType().add("label", DataTypes.StringType).add("class_index", DataTypes.IntegerType);

  private final Dataset<Row> rows;
  private final Dataset<Row> validation;
  private final List<String> classNames;
  private final long[] imagesOfClasses;
  private final long validationImages;
  private final long small;

  private TrainingRows(
      Dataset<Row> rows,
      Dataset<Row> validation,
      List<String> classNames,
      long[] imagesOfClasses,
      long validationImages,
      long small) {
    this.rows = rows;
    this.validation = validation;
    this.classNames = classNames;
    this.imagesOfClasses = imagesOfClasses;
    this.validationImages = validationImages;
    this.small = small;
  }

  /**
   * Joins and counts.
   *
   * @param selection the chosen image_ids, or null for the whole train split
   * @param selectionName for messages
   * @param validationFraction part of the images, chosen by a seeded hash of their id, that is left
   *     out of training
   * @param side images whose shorter side is below this one are counted as small
   * @throws UserException where there is no class or only one, a class has no image, or the
   *     fraction leaves out none
   */
  static TrainingRows of(
      Dataset<Row> hashes,
      Dataset<Row> pixels,
      Dataset<Row> selection,
      String selectionName,
      double validationFraction,
      long seed,
      int side) {
    Dataset<Row> train =
        hashes.where("split = 'train' and label is not null").select("image_id", "label");
    List<String> classNames = classNames(hashes);
    Dataset<Row> chosen = selection == null ? train : train.join(selection, "image_id");
    Dataset<Row> rows = joined(chosen, pixels, classNames);
    Column validates =
        pmod(xxhash64(col("image_id"), lit(seed)), lit(PARTS))
            .lt(lit(Math.round(validationFraction * PARTS)));
    TrainingRows counted = counted(rows, validates, classNames, selectionName, side);
    if (validationFraction > 0 && counted.validationImages == 0) {
      throw new UserException(
          String.format(
              "training.validation-fraction is %s, which leaves out none of %d images: raise it, or set it to 0 to train without a validation split",
              validationFraction, counted.images()));
    }
    return counted;
  }

  /**
   * Images with their pixels, as networks are shown them.
   *
   * @param images image_id, label; those of other classes are left out
   * @return image_id, label INT (index of the class), width, height, rgb
   */
  static Dataset<Row> joined(Dataset<Row> images, Dataset<Row> pixels, List<String> classNames) {
    return images
        .select("image_id", "label")
        .join(broadcast(indexed(images, classNames)), "label")
        .join(pixels, "image_id")
        .select(
            col("image_id"),
            col("class_index").as("label"),
            col("width"),
            col("height"),
            col("rgb"));
  }

  /** image_id, label INT (index of the class), width, height, rgb. */
  Dataset<Row> rows() {
    return rows;
  }

  /** The same of those that are left out of training. */
  Dataset<Row> validation() {
    return validation;
  }

  List<String> classNames() {
    return classNames;
  }

  long images() {
    return Arrays.stream(imagesOfClasses).sum();
  }

  long validationImages() {
    return validationImages;
  }

  /** Factors of the loss by which all classes weigh the same, 1 on average over the images. */
  float[] balancingWeights() {
    float[] weights = new float[imagesOfClasses.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((double) images() / weights.length / imagesOfClasses[i]);
    }
    return weights;
  }

  /** Images smaller than the network's square: they are padded with black. */
  long small() {
    return small;
  }

  /**
   * Requires a minibatch for each worker, and images that fill the network's square.
   *
   * @throws UserException where there are fewer images, or all are smaller
   */
  void require(int workers, int batchSize, int side) {
    long images = images();
    if (small == images) {
      throw new UserException(
          String.format(
              "All %d images are smaller than the network's square of %d pixels: hash again with a larger pixels.side, or lower training.crop-side",
              images, side));
    }
    long needed = (long) workers * batchSize;
    if (images < needed) {
      throw new UserException(
          String.format(
              "There are %d images to train on, fewer than training.workers x training.batch-size = %d x %d = %d: lower one of these, or train on more images",
              images, workers, batchSize, needed));
    }
  }

  /**
   * The labels of the train split, in alphabetical order.
   *
   * @throws UserException where there are fewer than two, or the test split has others
   */
  static List<String> classNames(Dataset<Row> hashes) {
    Set<String> train = new TreeSet<>();
    Set<String> test = new TreeSet<>();
    for (Row row :
        hashes.where("label is not null").select("split", "label").distinct().collectAsList()) {
      if ("train".equals(row.getString(0))) {
        train.add(row.getString(1));
      } else if ("test".equals(row.getString(0))) {
        test.add(row.getString(1));
      }
    }
    if (train.size() < 2) {
      throw new UserException(
          String.format(
              "The train split has %d classes %s, and a network needs at least 2: check the labels and the splits, which `hammingbird ingest` prints",
              train.size(), train));
    }
    test.removeAll(train);
    if (!test.isEmpty()) {
      throw new UserException(
          String.format(
              "The test split has images of %s, of which train has none, so that no network could name them: put some into train, or take these labels out",
              test));
    }
    return new ArrayList<>(train);
  }

  private static Dataset<Row> indexed(Dataset<Row> images, List<String> classNames) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < classNames.size(); i++) {
      rows.add(RowFactory.create(classNames.get(i), i));
    }
    return images.sparkSession().createDataFrame(rows, CLASSES);
  }

  private static TrainingRows counted(
      Dataset<Row> rows,
      Column validates,
      List<String> classNames,
      String selectionName,
      int side) {
    long[] images = new long[classNames.size()];
    long validationImages = 0;
    long small = 0;
    for (Row row :
        rows.groupBy(col("label"), validates.as("validates"))
            .agg(
                count(lit(1)),
                sum(when(least(col("width"), col("height")).lt(side), 1).otherwise(0)))
            .collectAsList()) {
      if (row.getBoolean(1)) {
        validationImages += row.getLong(2);
      } else {
        images[row.getInt(0)] = row.getLong(2);
        small += row.getLong(3);
      }
    }
    requireEachClass(images, classNames, selectionName);
    return new TrainingRows(
        rows.where(not(validates)),
        rows.where(validates),
        Collections.unmodifiableList(classNames),
        images,
        validationImages,
        small);
  }

  private static void requireEachClass(
      long[] images, List<String> classNames, String selectionName) {
    List<String> without = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      if (images[i] == 0) {
        without.add(classNames.get(i));
      }
    }
    if (!without.isEmpty()) {
      throw new UserException(
          String.format(
              "No image to train on of %s in %s: select more images, or take these labels out of the train split",
              without,
              selectionName.isEmpty() ? "the train split" : "selection \"" + selectionName + "\""));
    }
  }
}
