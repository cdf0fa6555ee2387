package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Thumbnail;
import org.hammingbird.report.Picture;

/**
 * The pictures of a report's galleries, fetched together: labels from {@code hashes}, thumbnails
 * from {@code pixels}. All thumbnails together stay within a budget; beyond it pictures are named
 * but not shown.
 */
final class ReportPictures {
  /** Bytes of all JPEG files together; as base64 a third more. */
  private static final long BUDGET = 4_500_000;

  private final Map<Long, Row> images = new HashMap<>();
  private final Map<Long, byte[]> thumbnails = new HashMap<>();

  private ReportPictures() {}

  /**
   * Fetches pictures.
   *
   * @param pixels or null where there are none
   * @param ids at most some hundreds
   */
  static ReportPictures of(
      Dataset<Row> hashes, Dataset<Row> pixels, Collection<Long> ids, int side) {
    ReportPictures pictures = new ReportPictures();
    if (ids.isEmpty()) {
      return pictures;
    }
    hashes
        .filter(col("image_id").isInCollection(ids))
        .select("image_id", "source_id", "label", "split", "width", "height", "bytes")
        .collectAsList()
        .forEach(row -> pictures.images.put(row.getLong(0), row));
    if (pixels != null) {
      Iterator<Row> rows =
          pixels
              .filter(col("image_id").isInCollection(ids))
              .select("image_id", "width", "height", "rgb")
              .toLocalIterator();
      long spent = 0;
      while (rows.hasNext()) {
        Row row = rows.next();
        Raster raster = new Raster(row.getInt(1), row.getInt(2), 3, row.<byte[]>getAs(3));
        byte[] jpeg = Thumbnail.jpeg(raster, side);
        spent += jpeg.length;
        if (spent <= BUDGET) {
          pictures.thumbnails.put(row.getLong(0), jpeg);
        }
      }
    }
    return pictures;
  }

  String label(long id) {
    Row row = images.get(id);
    return row == null ? "?" : row.getString(2);
  }

  /** An image with a few words under it. */
  Picture picture(long id, String note) {
    Row row = images.get(id);
    if (row == null) {
      return new Picture(Long.toString(id), "?", "", note, null);
    }
    String size = row.getInt(4) + "×" + row.getInt(5);
    return new Picture(
        row.getString(1) + " · " + size,
        row.getString(2),
        row.getString(3),
        note,
        thumbnails.get(id));
  }
}
