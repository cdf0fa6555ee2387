package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
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
  private static final StructType CLASSES =
      new StructType().add("label", DataTypes.StringType).add("class_index", DataTypes.IntegerType);

  private final Dataset<Row> rows;
  private final List<String> classNames;
  private final long images;
  private final long small;

  private TrainingRows(Dataset<Row> rows, List<String> classNames, long images, long small) {
    this.rows = rows;
    this.classNames = classNames;
    this.images = images;
    this.small = small;
  }

  /**
   * Joins and counts.
   *
   * @param selection the chosen image_ids, or null for the whole train split
   * @param selectionName for messages
   * @param side images whose shorter side is below this one are counted as small
   * @throws UserException where there is no class or only one, or a class has no image
   */
  static TrainingRows of(
      Dataset<Row> hashes,
      Dataset<Row> pixels,
      Dataset<Row> selection,
      String selectionName,
      int side) {
    Dataset<Row> train =
        hashes.where("split = 'train' and label is not null").select("image_id", "label");
    List<String> classNames = classNames(train);
    Dataset<Row> chosen = selection == null ? train : train.join(selection, "image_id");
    Dataset<Row> rows =
        chosen
            .join(broadcast(indexed(hashes, classNames)), "label")
            .join(pixels, "image_id")
            .select(
                col("image_id"),
                col("class_index").as("label"),
                col("width"),
                col("height"),
                col("rgb"));
    return counted(rows, classNames, selectionName, side);
  }

  /** image_id, label INT (index of the class), width, height, rgb. */
  Dataset<Row> rows() {
    return rows;
  }

  List<String> classNames() {
    return classNames;
  }

  long images() {
    return images;
  }

  /** Images smaller than the network's square: they are padded with black. */
  long small() {
    return small;
  }

  /**
   * Requires a minibatch for each worker.
   *
   * @throws UserException where there are fewer images
   */
  void requireAtLeast(int workers, int batchSize) {
    long needed = (long) workers * batchSize;
    if (images < needed) {
      throw new UserException(
          String.format(
              "There are %d images to train on, fewer than training.workers x training.batch-size = %d x %d = %d: lower one of these, or train on more images",
              images, workers, batchSize, needed));
    }
  }

  private static List<String> classNames(Dataset<Row> train) {
    List<String> names =
        train.select("label").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .collect(Collectors.toList());
    if (names.size() < 2) {
      throw new UserException(
          String.format(
              "The train split has %d classes %s, and a network needs at least 2: check the labels and the splits, which `hammingbird ingest` prints",
              names.size(), names));
    }
    return names;
  }

  private static Dataset<Row> indexed(Dataset<Row> hashes, List<String> classNames) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < classNames.size(); i++) {
      rows.add(RowFactory.create(classNames.get(i), i));
    }
    return hashes.sparkSession().createDataFrame(rows, CLASSES);
  }

  private static TrainingRows counted(
      Dataset<Row> rows, List<String> classNames, String selectionName, int side) {
    long[] images = new long[classNames.size()];
    long small = 0;
    for (Row row :
        rows.groupBy("label")
            .agg(
                count(lit(1)),
                sum(when(least(col("width"), col("height")).lt(side), 1).otherwise(0)))
            .collectAsList()) {
      images[row.getInt(0)] = row.getLong(1);
      small += row.getLong(2);
    }
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
    return new TrainingRows(
        rows, Collections.unmodifiableList(classNames), Arrays.stream(images).sum(), small);
  }
}
