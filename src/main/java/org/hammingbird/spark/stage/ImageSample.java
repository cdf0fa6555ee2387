package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.image.FetchedFiles;
import org.hammingbird.spark.image.ImageSource;

/**
 * Some images of the collection as their files hold them, grey or in colour, as stored; those whose
 * shorter side is longer than {@value #SIDE} pixels are brought to it, the size at which the
 * measures of the scene are taken anyway. The copies in {@code pixels} are smaller: of them neither
 * measures nor hashes would be those that the stage {@code hash} makes. Fetched and decoded once,
 * and kept by the executors, on disk where they do not fit, until {@link #close}.
 */
final class ImageSample implements AutoCloseable {
  /** Shorter side of an image at most, in pixels. */
  static final int SIDE = 256;

  /** A row for each image; what could not be read has no pixels and a cause. */
  static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.LongType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("channels", DataTypes.IntegerType)
          .add("samples", DataTypes.BinaryType)
          .add("cause", DataTypes.StringType);

  private static final int TASKS_A_CORE = 8;

  private final Dataset<Row> all;

  private ImageSample(Dataset<Row> all) {
    this.all = all;
  }

  /**
   * Reads images.
   *
   * @param chosen rows of {@code hashes}
   */
  static ImageSample of(Dataset<Row> chosen, ImageSource source) {
    int tasks = TASKS_A_CORE * chosen.sparkSession().sparkContext().defaultParallelism();
    Dataset<Row> labels = chosen.select("image_id", "source_id", "label", "split", "address");
    Dataset<Row> separate =
        labels
            .filter(not(PackedLabels.isPacked()))
            .repartition(tasks, col("image_id"))
            .mapPartitions(new Decoding(source, false), Encoders.row(SCHEMA));
    Dataset<Row> packed = labels.filter(PackedLabels.isPacked());
    if (packed.isEmpty()) {
      return new ImageSample(separate.persist(StorageLevel.MEMORY_AND_DISK()));
    }
    Dataset<Row> located = PackedLabels.locate(packed, source, tasks);
    Dataset<Row> entries =
        PackedLabels.inOrder(located, tasks)
            .mapPartitions(new Decoding(source, true), Encoders.row(SCHEMA));
    return new ImageSample(
        separate
            .union(entries)
            .union(PackedLabels.rejected(located, SCHEMA))
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Those that could be read. */
  Dataset<Row> readable() {
    return all.filter(col("cause").isNull());
  }

  /** Those that could not. */
  Dataset<Row> unreadable() {
    return all.filter(col("cause").isNotNull());
  }

  /** The pixels of a row. */
  static Raster raster(Row row) {
    return new Raster(row.getInt(1), row.getInt(2), row.getInt(3), row.getAs(4));
  }

  @Override
  public void close() {
    all.unpersist();
  }

  /** Label rows in, or those of {@link PackedLabels#inOrder}; {@link #SCHEMA} out. */
  private static final class Decoding implements MapPartitionsFunction<Row, Row>, Serializable {
    private static final long serialVersionUID = 1L;

    private final ImageSource source;
    private final boolean packed;

    private Decoding(ImageSource source, boolean packed) {
      this.source = source;
      this.packed = packed;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> labels) {
      ImageDecoder decoder = source.decoder();
      FetchedFiles<Row> files = PackedLabels.fetch(source, labels, packed);
      return new Iterator<Row>() {
        @Override
        public boolean hasNext() {
          return files.hasNext();
        }

        @Override
        public Row next() {
          FetchedFiles.Fetched<Row> next = files.next();
          long id = next.item().getLong(0);
          try {
            // at twice the side at least, so that reducing is the resampler's
            Raster raster =
                decoder.decodeScaled(
                    next.file().content(), 2 * SIDE, image -> image.raster().shrink(SIDE).kept());
            return RowFactory.create(
                id, raster.width(), raster.height(), raster.channels(), raster.samples(), null);
          } catch (ImageRejectedException e) {
            return RowFactory.create(
                id, null, null, null, null, e.rejectCause().id() + ": " + e.detail());
          }
        }
      };
    }
  }
}
