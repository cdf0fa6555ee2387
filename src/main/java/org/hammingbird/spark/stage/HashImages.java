package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Orientation;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.image.FetchedFile;
import org.hammingbird.spark.image.FetchedFiles;
import org.hammingbird.spark.image.ImageSource;

/**
 * The map of the stage {@code hash}: rows of {@link LabelTable#SCHEMA} in, or those of {@link
 * PackedLabels#inOrder}, which begin with the same columns; {@link #schema} out. Each image is
 * fetched and decoded once; its hashes, its quality and its small copy all come from that. An image
 * that cannot be hashed becomes a row with a cause.
 */
final class HashImages implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  /** What follows the columns of {@code hashes}: the small copy, cause and detail of a reject. */
  private static final StructType AFTER_HASHES =
      new StructType()
          .add("small_width", DataTypes.IntegerType)
          .add("small_height", DataTypes.IntegerType)
          .add("rgb", DataTypes.BinaryType)
          .add("cause", DataTypes.StringType)
          .add("detail", DataTypes.StringType);

  private final ImageSource source;
  private final HashAlgorithm[] algorithms;
  private final PixelVariant variant;
  private final int side;
  private final LongAccumulator done;
  private final boolean packed;

  /**
   * A map over files that each stand by themselves.
   *
   * @param algorithms the hashes to compute
   * @param variant of which pixels
   * @param side shorter side of the small copy
   * @param done counts images, for progress
   */
  HashImages(
      ImageSource source,
      List<HashAlgorithm> algorithms,
      PixelVariant variant,
      int side,
      LongAccumulator done) {
    this(source, algorithms.toArray(new HashAlgorithm[0]), variant, side, done, false);
  }

  private HashImages(
      ImageSource source,
      HashAlgorithm[] algorithms,
      PixelVariant variant,
      int side,
      LongAccumulator done,
      boolean packed) {
    this.source = source;
    this.algorithms = algorithms;
    this.variant = variant;
    this.side = side;
    this.done = done;
    this.packed = packed;
  }

  /** The same over archives' entries. */
  HashImages packed() {
    return new HashImages(source, algorithms, variant, side, done, true);
  }

  /** The columns of {@code hashes}, then the small copy, then cause and detail of a reject. */
  StructType schema() {
    StructType schema = HashColumns.schema(Arrays.asList(algorithms), variant);
    for (StructField field : AFTER_HASHES.fields()) {
      schema = schema.add(field);
    }
    return schema;
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
        Row label = next.item();
        done.add(1);
        try {
          FetchedFile file = next.file();
          return variant.decode(decoder, file.content(), side, image -> hashed(label, file, image));
        } catch (ImageRejectedException e) {
          return rejected(label, e);
        }
      }
    };
  }

  private Row hashed(Row label, FetchedFile file, DecodedImage image) {
    Orientation orientation = variant.orientation(image);
    Raster raster = variant.of(image);
    // of the pixels as they were decoded: turned, JPEG's blocks would not be where they were
    Quality quality = Quality.of(image.raster(), file.content());
    // and in pixels that were scaled there are none
    boolean blocks = image.raster().width() == image.width();
    Raster small = raster.shrink(side).toRgb();
    List<Object> columns = new ArrayList<>();
    Collections.addAll(
        columns,
        label.get(0),
        label.get(1),
        label.get(2),
        label.get(3),
        label.get(4),
        orientation.swapsSides() ? image.height() : image.width(),
        orientation.swapsSides() ? image.width() : image.height(),
        image.format().id(),
        (long) file.content().length,
        file.modified(),
        DigestUtils.sha256Hex(file.content()),
        quality.value(QualityMeasure.SHARPNESS),
        quality.value(QualityMeasure.BRIGHTNESS),
        quality.value(QualityMeasure.CONTRAST),
        quality.value(QualityMeasure.SHADOWS),
        quality.value(QualityMeasure.HIGHLIGHTS),
        quality.value(QualityMeasure.ENTROPY),
        quality.value(QualityMeasure.NOISE),
        quality.value(QualityMeasure.SATURATION),
        blocks ? quality.value(QualityMeasure.BLOCKINESS) : null,
        blocks ? quality.value(QualityMeasure.JPEG_TRACE) : null,
        orNull(quality.value(QualityMeasure.JPEG_QUALITY)));
    columns.addAll(HashColumns.values(raster, Arrays.asList(algorithms)));
    Collections.addAll(columns, small.width(), small.height(), small.samples(), null, null);
    return RowFactory.create(columns.toArray());
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private Row rejected(Row label, ImageRejectedException e) {
    Object[] columns = new Object[schema().size()];
    for (int i = 0; i < LabelTable.SCHEMA.size(); i++) {
      columns[i] = label.get(i);
    }
    columns[columns.length - 2] = e.rejectCause().id();
    columns[columns.length - 1] = e.detail();
    return RowFactory.create(columns);
  }
}
