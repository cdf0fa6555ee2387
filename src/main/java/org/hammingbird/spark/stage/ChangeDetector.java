package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.spark.image.ImageFetcher;
import org.hammingbird.spark.image.ImageSource;

/**
 * Compares the label table with what is stored: which images are new, changed, relabelled, gone, or
 * as they were.
 */
final class ChangeDetector implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  static final String NEW = "new";
  static final String CHANGED = "changed";
  static final String RELABELLED = "relabelled";
  static final String DELETED = "deleted";
  static final String SAME = "same";

  /**
   * The label table's row (null but for the id where it is deleted), and what is to be done with
   * it.
   */
  static final StructType SCHEMA = LabelTable.SCHEMA.add("change", DataTypes.StringType);

  private final ImageSource source;
  private final boolean checkFiles;
  private final boolean retryRejects;

  /**
   * @param checkFiles whether to compare the files' length and time of change
   * @param retryRejects whether images that were rejected count as changed
   */
  ChangeDetector(ImageSource source, boolean checkFiles, boolean retryRejects) {
    this.source = source;
    this.checkFiles = checkFiles;
    this.retryRejects = retryRejects;
  }

  /**
   * The changes.
   *
   * @param labels as {@link LabelTable#SCHEMA}
   * @param stored columns image_id, label, split, address, bytes, modified (both null for rejects)
   */
  Dataset<Row> changes(Dataset<Row> labels, Dataset<Row> stored, int parts) {
    Dataset<Row> old =
        stored.select(
            functions.col("image_id").as("old_id"),
            functions.col("label").as("old_label"),
            functions.col("split").as("old_split"),
            functions.col("address").as("old_address"),
            functions.col("bytes").as("old_bytes"),
            functions.col("modified").as("old_modified"));
    return labels
        .join(old, functions.col("image_id").equalTo(functions.col("old_id")), "full_outer")
        .select(
            "image_id",
            "source_id",
            "label",
            "split",
            "address",
            "old_id",
            "old_label",
            "old_split",
            "old_address",
            "old_bytes",
            "old_modified")
        .repartition(parts)
        .mapPartitions(this, Encoders.row(SCHEMA));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> joined) {
    ImageFetcher fetcher = source.fetcher();
    return new Iterator<Row>() {
      @Override
      public boolean hasNext() {
        return joined.hasNext();
      }

      @Override
      public Row next() {
        Row row = joined.next();
        Object id = row.isNullAt(0) ? row.get(5) : row.get(0);
        return RowFactory.create(
            id, row.get(1), row.get(2), row.get(3), row.get(4), change(row, fetcher));
      }
    };
  }

  private String change(Row row, ImageFetcher fetcher) {
    if (row.isNullAt(0)) {
      return DELETED;
    }
    if (row.isNullAt(5)) {
      return NEW;
    }
    boolean wasRejected = row.isNullAt(9);
    if (!Objects.equals(row.get(4), row.get(8)) || wasRejected && retryRejects) {
      return CHANGED;
    }
    if (!wasRejected && checkFiles && fileChanged(row, fetcher)) {
      return CHANGED;
    }
    boolean sameLabel =
        Objects.equals(row.get(2), row.get(6)) && Objects.equals(row.get(3), row.get(7));
    return sameLabel ? SAME : RELABELLED;
  }

  private static boolean fileChanged(Row row, ImageFetcher fetcher) {
    try {
      FileStatus status = fetcher.status(row.getString(4));
      return status.getLen() != row.getLong(9) || status.getModificationTime() != row.getLong(10);
    } catch (ImageRejectedException e) {
      // it was there and is not any more: hashing it again finds out why
      return true;
    }
  }
}
