package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Orientation;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.image.FetchedFiles;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.training.Prediction;
import org.hammingbird.spark.training.Predictor;

/**
 * The map of the stage {@code predict}: image_id, address, width, height and rgb in, rows of the
 * table of predictions out. Images whose pixels are not there are fetched and decoded.
 */
final class PredictImages implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int TOP = 3;

  private final Predictor predictor;
  private final ImageSource source;
  private final LongAccumulator done;
  private final LongAccumulator rejects;
  private final LongAccumulator small;

  /**
   * @param source of the files, or null where all rows have pixels
   * @param done counts images, for progress
   * @param rejects counts those that could not be decoded
   * @param small counts those that do not fill the network's square
   */
  PredictImages(
      Predictor predictor,
      ImageSource source,
      LongAccumulator done,
      LongAccumulator rejects,
      LongAccumulator small) {
    this.predictor = predictor;
    this.source = source;
    this.done = done;
    this.rejects = rejects;
    this.small = small;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Iterator<Pictured> pictures = source == null ? stored(rows) : new Files(rows);
    Iterator<Prediction<Pictured>> predictions =
        predictor.predict(pictures, pictured -> pictured.raster);
    return new Iterator<Row>() {
      @Override
      public boolean hasNext() {
        return predictions.hasNext();
      }

      @Override
      public Row next() {
        done.add(1);
        return row(predictions.next());
      }
    };
  }

  private static Iterator<Pictured> stored(Iterator<Row> rows) {
    return new Iterator<Pictured>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Pictured next() {
        Row row = rows.next();
        return new Pictured(row, new Raster(row.getInt(2), row.getInt(3), 3, row.getAs(4)), null);
      }
    };
  }

  private Row row(Prediction<Pictured> prediction) {
    Pictured pictured = prediction.item();
    List<Object> columns = new ArrayList<>();
    columns.add(pictured.row.get(0));
    columns.add(pictured.row.get(1));
    if (pictured.rejected == null) {
      int side = predictor.description().preprocessing().inputSide();
      small.add(Math.min(pictured.raster.width(), pictured.raster.height()) < side ? 1 : 0);
      columns.addAll(top(prediction.probabilities()));
      columns.add(null);
    } else {
      columns.addAll(Arrays.asList(new Object[2 * TOP]));
      columns.add(pictured.rejected);
    }
    return RowFactory.create(columns.toArray());
  }

  /** Class and probability of the most probable ones; null where there are fewer classes. */
  private List<Object> top(float[] probabilities) {
    List<String> names = predictor.description().classNames();
    List<Integer> order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -probabilities[i]))
            .limit(TOP)
            .collect(Collectors.toList());
    List<Object> columns = new ArrayList<>();
    for (int rank = 0; rank < TOP; rank++) {
      columns.add(rank < order.size() ? names.get(order.get(rank)) : null);
      columns.add(rank < order.size() ? probabilities[order.get(rank)] : null);
    }
    return columns;
  }

  /** A row and its pixels, or why there are none: a black pixel stands for them. */
  private static final class Pictured {
    private final Row row;
    private final Raster raster;
    private final String rejected;

    private Pictured(Row row, Raster raster, String rejected) {
      this.row = row;
      this.raster = raster;
      this.rejected = rejected;
    }
  }

  /** Fetches and decodes the files of rows. */
  private final class Files implements Iterator<Pictured> {
    private final ImageDecoder decoder = source.decoder();
    private final FetchedFiles<Row> files;
    private final int side = predictor.description().preprocessing().imageSide();
    private final boolean upright = predictor.description().upright();

    private Files(Iterator<Row> rows) {
      this.files = source.fetch(rows, row -> row.getString(1));
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> files.close());
    }

    @Override
    public boolean hasNext() {
      return files.hasNext();
    }

    @Override
    public Pictured next() {
      FetchedFiles.Fetched<Row> next = files.next();
      try {
        Raster raster =
            decoder.decode(
                next.file().content(),
                image -> asTrained(image).applyTo(image.raster()).toRgb().shrink(side).kept());
        return new Pictured(next.item(), raster, null);
      } catch (ImageRejectedException e) {
        rejects.add(1);
        return new Pictured(
            next.item(),
            new Raster(1, 1, 3, new byte[3]),
            e.rejectCause().id() + ": " + e.detail());
      }
    }

    /** Turned as the pixels were that the network learned from. */
    private Orientation asTrained(DecodedImage image) {
      return upright ? image.orientation() : Orientation.UPRIGHT;
    }
  }
}
