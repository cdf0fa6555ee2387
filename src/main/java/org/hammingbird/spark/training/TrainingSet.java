package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.image.Raster;
import org.hammingbird.training.MeanImage;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/**
 * The training images, dealt out to the workers once and kept by them as packed bytes, in memory as
 * far as there is room and on disk beyond. Every round makes its minibatches from these bytes.
 *
 * <p>Images are dealt by a hash of their id: exactly as many to each worker, within one, and the
 * same ones whatever files and partitions they come from.
 */
public final class TrainingSet implements AutoCloseable {
  private final JavaRDD<PackedImage> shares;
  private final int[] counts;

  private TrainingSet(JavaRDD<PackedImage> shares, int[] counts) {
    this.shares = shares;
    this.counts = counts;
  }

  /**
   * Deals the images out and waits until the workers have them.
   *
   * @param rows image_id BIGINT, label INT (index of the class), width INT, height INT, rgb BINARY
   * @param workers at least 1
   * @param imageSide shorter side that images are brought to, in pixels
   */
  public static TrainingSet deal(Dataset<Row> rows, int workers, int imageSide) {
    JavaRDD<Long> keys = rows.select("image_id").javaRDD().map(row -> key(row.getLong(0)));
    ShareOf shareOf = new ShareOf(boundaries(keys, workers));
    JavaRDD<PackedImage> shares =
        rows.select("image_id", "label", "width", "height", "rgb")
            .javaRDD()
            .mapToPair(row -> pack(row, imageSide))
            // sorted, so that a share's order does not depend on which block arrived first
            .repartitionAndSortWithinPartitions(shareOf)
            .values()
            .setName("training images")
            .persist(StorageLevel.MEMORY_AND_DISK());
    int[] counts = new int[workers];
    List<Tuple2<Integer, Integer>> counted =
        shares.mapPartitionsWithIndex(TrainingSet::count, true).collect();
    counted.forEach(count -> counts[count._1()] = count._2());
    return new TrainingSet(shares, counts);
  }

  /** How many workers share the images. */
  public int workers() {
    return counts.length;
  }

  /** Images in all. */
  public long size() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  /** Images of the worker with the fewest. */
  public int smallestShare() {
    return Arrays.stream(counts).min().orElse(0);
  }

  /** The mean of all images' squares at the centre. */
  public MeanImage meanImage(int side) {
    return shares
        .mapPartitions(images -> Collections.singleton(mean(images, side)).iterator())
        .reduce(MeanImage::add);
  }

  /** The minibatches of one round, one partition a worker, made when they are trained. */
  JavaRDD<DataSet> round(RoundBatches batches) {
    return shares.mapPartitionsWithIndex(batches.of(counts), true);
  }

  @Override
  public void close() {
    shares.unpersist(false);
  }

  private static MeanImage mean(Iterator<PackedImage> images, int side) {
    Iterable<Raster> rasters =
        () ->
            new Iterator<Raster>() {
              @Override
              public boolean hasNext() {
                return images.hasNext();
              }

              @Override
              public Raster next() {
                return images.next().raster();
              }
            };
    return MeanImage.empty(side).add(rasters);
  }

  private static Tuple2<Long, PackedImage> pack(Row row, int imageSide) {
    Raster stored = new Raster(row.getInt(2), row.getInt(3), 3, row.getAs(4));
    long id = row.getLong(0);
    return new Tuple2<>(key(id), new PackedImage(id, row.getInt(1), stored.shrink(imageSide)));
  }

  /** A bijection that scatters ids, so that neighbours in the label table part. */
  private static long key(long id) {
    long z = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The first key of every share but the first. Only ids are sorted for it, never pixels. */
  private static long[] boundaries(JavaRDD<Long> keys, int workers) {
    if (workers == 1) {
      return new long[0];
    }
    JavaPairRDD<Long, Long> ranked =
        keys.sortBy(key -> key, true, Math.max(1, keys.getNumPartitions())).zipWithIndex();
    ranked.persist(StorageLevel.MEMORY_AND_DISK());
    long total = ranked.count();
    List<Long> ranks = new ArrayList<>();
    for (int share = 1; share < workers; share++) {
      ranks.add(total * share / workers);
    }
    List<Long> first =
        ranked.filter(entry -> Collections.binarySearch(ranks, entry._2()) >= 0).keys().collect();
    ranked.unpersist(false);
    return first.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static Iterator<Tuple2<Integer, Integer>> count(int share, Iterator<PackedImage> images) {
    int count = 0;
    while (images.hasNext()) {
      images.next();
      count++;
    }
    return Collections.singleton(new Tuple2<>(share, count)).iterator();
  }

  private static final class ShareOf extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long[] boundaries;

    private ShareOf(long[] boundaries) {
      this.boundaries = boundaries;
    }

    @Override
    public int numPartitions() {
      return boundaries.length + 1;
    }

    @Override
    public int getPartition(Object key) {
      int found = Arrays.binarySearch(boundaries, (Long) key);
      return found >= 0 ? found + 1 : -found - 1;
    }
  }
}
