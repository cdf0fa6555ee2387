package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.hammingbird.spark.image.ArchiveAddress;
import org.hammingbird.spark.image.ImageFetcher;
import org.hammingbird.spark.image.ImageSource;

/**
 * Compares the label table with what is stored: which images are new, changed, relabelled, gone, or
 * as they were; and which rows of the label table cannot be. One shuffle brings the rows of an id
 * together, sorted, and each task goes over its own once.
 */
final class ChangeDetector implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  static final String NEW = "new";
  static final String CHANGED = "changed";
  static final String RELABELLED = "relabelled";
  static final String DELETED = "deleted";
  static final String SAME = "same";

  /** The label table has the id twice. */
  static final String DUPLICATE = "duplicate";

  /** The label table's row lacks a value. */
  static final String INCOMPLETE = "incomplete";

  /**
   * The label table's row (null but for the id where it is deleted), and what is to be done with
   * it.
   */
  static final StructType SCHEMA = LabelTable.SCHEMA.add("change", DataTypes.StringType);

  private static final int BYTES = 5;
  private static final int MODIFIED = 6;
  private static final int LABELLED = 7;
  private static final int CAUSE = 8;

  /** Causes that lie in a moment rather than in the image: the next run tries again. */
  private static final Set<String> PASSING =
      Set.of(RejectCause.TIMEOUT.id(), RejectCause.UNREADABLE.id());

  private final ImageSource source;
  private final boolean checkFiles;
  private final boolean retryRejects;
  private final boolean again;

  /** Archives that are not what they were, as {@link #packedIn} names them. */
  private final Set<String> changedArchives = new HashSet<>();

  /**
   * @param checkFiles whether to compare the files' length and time of change
   * @param retryRejects whether images that were rejected count as changed whatever the cause
   * @param again whether all images count as changed
   */
  ChangeDetector(ImageSource source, boolean checkFiles, boolean retryRejects, boolean again) {
    this.source = source;
    this.checkFiles = checkFiles;
    this.retryRejects = retryRejects;
    this.again = again;
  }

  /**
   * The changes.
   *
   * @param labels as {@link LabelTable#SCHEMA}
   * @param stored columns image_id, label, split, address, bytes, modified (both null for rejects),
   *     cause (null for all others); none where nothing is
   */
  Dataset<Row> changes(Dataset<Row> labels, Optional<Dataset<Row>> stored, int parts) {
    Dataset<Row> rows = side(labels, col("source_id"), none(), none(), true, noText());
    if (stored.isPresent()) {
      rows =
          side(stored.get(), noText(), col("bytes"), col("modified"), false, col("cause"))
              .union(rows);
      if (checkFiles && !again) {
        changedArchives.addAll(changedArchives(stored.get(), parts));
      }
    }
    return rows.repartition(parts, col("image_id"))
        .sortWithinPartitions("image_id", "labelled")
        .mapPartitions(this, Encoders.row(SCHEMA));
  }

  /**
   * Asks for each archive once, before the images are compared: those of one archive are spread
   * over all tasks then, each of which would ask for nearly every archive.
   */
  private List<String> changedArchives(Dataset<Row> stored, int parts) {
    return stored
        .filter(PackedLabels.isPacked().and(col("bytes").isNotNull()))
        .select(PackedLabels.archive().as("archive"), col("modified"))
        .distinct()
        .repartition(parts)
        .mapPartitions(
            (MapPartitionsFunction<Row, String>)
                rows -> {
                  ImageFetcher fetcher = source.fetcher();
                  List<String> changed = new ArrayList<>();
                  while (rows.hasNext()) {
                    Row row = rows.next();
                    if (archiveChanged(fetcher, row.getString(0), row.getLong(1))) {
                      changed.add(packedIn(row.getString(0), row.getLong(1)));
                    }
                  }
                  return changed.iterator();
                },
            Encoders.STRING())
        .collectAsList();
  }

  private static boolean archiveChanged(ImageFetcher fetcher, String archive, long modified) {
    try {
      return fetcher.archiveModified(archive) != modified;
    } catch (ImageRejectedException e) {
      // as of files below
      return true;
    }
  }

  /** An archive as it was at a time. */
  private static String packedIn(String archive, long modified) {
    return modified + " " + archive;
  }

  private static Dataset<Row> side(
      Dataset<Row> rows,
      Column sourceId,
      Column bytes,
      Column modified,
      boolean labelled,
      Column cause) {
    return rows.select(
        col("image_id"),
        sourceId.as("source_id"),
        col("label"),
        col("split"),
        col("address"),
        bytes.as("bytes"),
        modified.as("modified"),
        lit(labelled).as("labelled"),
        cause.as("cause"));
  }

  private static Column noText() {
    return lit(null).cast(DataTypes.StringType);
  }

  private static Column none() {
    return lit(null).cast(DataTypes.LongType);
  }

  /** Rows of both sides, those of an id together, the stored one first. */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Changes(rows, source.fetcher());
  }

  private final class Changes implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final ImageFetcher fetcher;
    private Row ahead;

    private Changes(Iterator<Row> rows, ImageFetcher fetcher) {
      this.rows = rows;
      this.fetcher = fetcher;
      advance();
    }

    private Row advance() {
      Row row = ahead;
      ahead = rows.hasNext() ? rows.next() : null;
      return row;
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Row next() {
      Row first = advance();
      if (first.getBoolean(LABELLED)) {
        return row(first, followedBySameId(first) ? DUPLICATE : change(first, null));
      }
      if (!followedBySameId(first)) {
        return RowFactory.create(first.get(0), null, null, null, null, DELETED);
      }
      Row label = advance();
      return row(label, followedBySameId(label) ? DUPLICATE : change(label, first));
    }

    private boolean followedBySameId(Row row) {
      return ahead != null && !row.isNullAt(0) && Objects.equals(row.get(0), ahead.get(0));
    }

    private Row row(Row label, String change) {
      return RowFactory.create(
          label.get(0), label.get(1), label.get(2), label.get(3), label.get(4), change);
    }

    private String change(Row label, Row stored) {
      for (int i = 0; i < LabelTable.SCHEMA.size(); i++) {
        if (label.isNullAt(i) || label.get(i).equals("")) {
          return INCOMPLETE;
        }
      }
      if (stored == null) {
        return NEW;
      }
      boolean wasRejected = stored.isNullAt(BYTES);
      boolean retried = wasRejected && (retryRejects || PASSING.contains(stored.getString(CAUSE)));
      if (again || !label.get(4).equals(stored.get(4)) || retried) {
        return CHANGED;
      }
      if (!wasRejected && checkFiles && fileChanged(stored)) {
        return CHANGED;
      }
      boolean sameLabel = label.get(2).equals(stored.get(2)) && label.get(3).equals(stored.get(3));
      return sameLabel ? SAME : RELABELLED;
    }

    private boolean fileChanged(Row stored) {
      String address = stored.getString(4);
      Optional<ArchiveAddress> packed = ArchiveAddress.of(address);
      if (packed.isPresent()) {
        return changedArchives.contains(packedIn(packed.get().archive(), stored.getLong(MODIFIED)));
      }
      try {
        return !fetcher.isUnchanged(address, stored.getLong(BYTES), stored.getLong(MODIFIED));
      } catch (ImageRejectedException e) {
        // it was there and is not any more: hashing it again finds out why
        return true;
      }
    }
  }
}
