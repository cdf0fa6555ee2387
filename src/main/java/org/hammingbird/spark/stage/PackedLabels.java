package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.hammingbird.spark.image.ArchiveAddress;
import org.hammingbird.spark.image.ArchiveDirectory;
import org.hammingbird.spark.image.EntryPlace;
import org.hammingbird.spark.image.FetchedFiles;
import org.hammingbird.spark.image.ImageFetcher;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.image.PackedItem;

/**
 * Label rows whose images are archives' entries, on their way to {@link HashImages}: a task finds
 * out where the entries of its archives stand, and then the rows are put in order, so that tasks go
 * over stretches of an archive from their beginning to their end, several tasks over a large one.
 * While an archive's directory is read, the task holds the label rows of this archive in memory.
 */
final class PackedLabels implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Label row, archive; then the entry's place, or why there is none. */
  private static final StructType SCHEMA =
      LabelTable.SCHEMA
          .add("archive", DataTypes.StringType)
          .add("archive_modified", DataTypes.LongType)
          .add("offset", DataTypes.LongType)
          .add("span", DataTypes.LongType)
          .add("compressed", DataTypes.LongType)
          .add("size", DataTypes.LongType)
          .add("crc", DataTypes.LongType)
          .add("method", DataTypes.IntegerType)
          .add("cause", DataTypes.StringType)
          .add("detail", DataTypes.StringType);

  private static final int ADDRESS = 4;
  private static final int ARCHIVE = 5;

  private final ImageSource source;

  private PackedLabels(ImageSource source) {
    this.source = source;
  }

  /** Whether a label row's image is an archive's entry. */
  static Column isPacked() {
    return col("address").rlike(ArchiveAddress.ARCHIVE);
  }

  /**
   * What the label rows of an archive have in common, and no other row: an archive is read in one
   * pass where they stay together.
   */
  static Column together() {
    return when(isPacked(), archive()).otherwise(col("image_id").cast(DataTypes.StringType));
  }

  /** The archive of a packed row. */
  static Column archive() {
    return regexp_extract(col("address"), ArchiveAddress.ARCHIVE, 1);
  }

  /**
   * Where the images stand, or why they cannot be had.
   *
   * @param labels as {@link LabelTable#SCHEMA}, packed ones only
   * @param tasks at most, each of which reads the directories of some archives
   */
  static Dataset<Row> locate(Dataset<Row> labels, ImageSource source, int tasks) {
    return labels
        .withColumn("archive", archive())
        .repartition(tasks, col("archive"))
        .sortWithinPartitions("archive")
        .mapPartitions(new PackedLabels(source), Encoders.row(SCHEMA));
  }

  /** Those that can be had, in the order in which they stand in their archives. */
  static Dataset<Row> inOrder(Dataset<Row> located, int tasks) {
    Column[] order = {col("archive"), col("offset")};
    return located
        .filter(col("cause").isNull())
        .repartitionByRange(tasks, order)
        .sortWithinPartitions(order);
  }

  /** Those that cannot, with the columns of {@code schema}. */
  static Dataset<Row> rejected(Dataset<Row> located, StructType schema) {
    List<String> known = new ArrayList<>(Arrays.asList(LabelTable.SCHEMA.fieldNames()));
    Collections.addAll(known, "cause", "detail");
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      StructField field = schema.fields()[i];
      columns[i] =
          known.contains(field.name())
              ? col(field.name())
              : lit(null).cast(field.dataType()).as(field.name());
    }
    return located.filter(col("cause").isNotNull()).select(columns);
  }

  /**
   * Fetches the files of a task's rows, until the task ends.
   *
   * @param packed whether the rows are those of {@link #inOrder}, else label rows
   */
  static FetchedFiles<Row> fetch(ImageSource source, Iterator<Row> rows, boolean packed) {
    FetchedFiles<Row> files =
        packed ? source.fetchPacked(items(rows)) : source.fetch(rows, row -> row.getString(4));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> files.close());
    return files;
  }

  private static Iterator<PackedItem<Row>> items(Iterator<Row> rows) {
    return new Iterator<PackedItem<Row>>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public PackedItem<Row> next() {
        return item(rows.next());
      }
    };
  }

  private static PackedItem<Row> item(Row row) {
    EntryPlace place =
        new EntryPlace(
            row.getLong(7),
            row.getLong(8),
            row.getLong(9),
            row.getLong(10),
            row.getLong(11),
            row.getInt(12));
    return new PackedItem<>(row, row.getString(ARCHIVE), row.getLong(6), place);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> labels) {
    return new Located(labels, source.fetcher());
  }

  private final class Located implements Iterator<Row> {
    private final Iterator<Row> labels;
    private final ImageFetcher fetcher;
    private Row ahead;
    private Iterator<Row> ofArchive = Collections.emptyIterator();

    private Located(Iterator<Row> labels, ImageFetcher fetcher) {
      this.labels = labels;
      this.fetcher = fetcher;
      this.ahead = labels.hasNext() ? labels.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ofArchive.hasNext() || ahead != null;
    }

    @Override
    public Row next() {
      if (!ofArchive.hasNext()) {
        if (ahead == null) {
          throw new NoSuchElementException();
        }
        ofArchive = located(ahead.getString(ARCHIVE)).iterator();
      }
      return ofArchive.next();
    }

    private List<Row> located(String archive) {
      List<Row> rows = new ArrayList<>();
      Map<String, EntryPlace> wanted = new HashMap<>();
      while (ahead != null && Objects.equals(ahead.getString(ARCHIVE), archive)) {
        rows.add(ahead);
        wanted.put(name(ahead), null);
        ahead = labels.hasNext() ? labels.next() : null;
      }
      try {
        ArchiveDirectory directory = fetcher.directory(archive, wanted::containsKey);
        rows.replaceAll(row -> located(row, directory));
      } catch (ImageRejectedException e) {
        rows.replaceAll(row -> rejected(row, e));
      }
      return rows;
    }

    private Row located(Row label, ArchiveDirectory directory) {
      try {
        String name = address(label).entry();
        EntryPlace place = directory.places().get(name);
        if (place == null) {
          throw new ImageRejectedException(
              RejectCause.NOT_FOUND,
              "There is no entry " + name + " in " + label.getString(ARCHIVE));
        }
        source.requireReadable(place);
        return row(label, directory.modified(), place);
      } catch (ImageRejectedException e) {
        return rejected(label, e);
      }
    }
  }

  private static ArchiveAddress address(Row label) {
    return ArchiveAddress.of(label.getString(ADDRESS)).orElseThrow(IllegalStateException::new);
  }

  /** The entry's name; one that is refused is looked for in vain. */
  private static String name(Row label) {
    try {
      return address(label).entry();
    } catch (ImageRejectedException e) {
      return "";
    }
  }

  private static Row row(Row label, long modified, EntryPlace place) {
    return RowFactory.create(
        label.get(0),
        label.get(1),
        label.get(2),
        label.get(3),
        label.get(4),
        label.get(ARCHIVE),
        modified,
        place.offset(),
        place.span(),
        place.compressed(),
        place.size(),
        place.crc(),
        place.method(),
        null,
        null);
  }

  private static Row rejected(Row label, ImageRejectedException e) {
    Object[] columns = new Object[SCHEMA.size()];
    for (int i = 0; i <= ARCHIVE; i++) {
      columns[i] = label.get(i);
    }
    columns[columns.length - 2] = e.rejectCause().id();
    columns[columns.length - 1] = e.detail();
    return RowFactory.create(columns);
  }
}
