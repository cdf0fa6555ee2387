package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.image.Raster;
import org.hammingbird.training.MeanImage;
import org.hammingbird.training.Preprocessing;
import org.nd4j.linalg.dataset.DataSet;
import scala.Option;
import scala.Tuple2;

/**
 * The training images, dealt out to the workers once and kept by them as blocks of packed bytes, in
 * memory as far as there is room and on disk beyond. Every round makes its minibatches from these
 * bytes, of which it reads the blocks that it needs.
 *
 * <p>Images are dealt by a hash of their id: exactly as many to each worker, within one, and the
 * same ones whatever files and partitions they come from.
 */
public final class TrainingSet implements AutoCloseable {
  /** Large enough that a block's upkeep is nothing beside it, small enough to be spilled alone. */
  private static final long BLOCK_BYTES = 2 << 20;

  private static final int MOST_BLOCKS = 1024;

  private final JavaRDD<PackedImages> blocks;
  private final int[][] counts;

  private TrainingSet(JavaRDD<PackedImages> blocks, int[][] counts) {
    this.blocks = blocks;
    this.counts = counts;
  }

  /**
   * Deals the images out and waits until the workers have them.
   *
   * @param rows image_id BIGINT, label INT (index of the class), width INT, height INT, rgb BINARY
   * @param workers at least 1, at most as many as there are images
   * @param imageSide shorter side that images are brought to, in pixels
   */
  public static TrainingSet deal(Dataset<Row> rows, int workers, int imageSide) {
    JavaRDD<Long> keys = rows.select("image_id").javaRDD().map(row -> key(row.getLong(0)));
    Ranks ranks = new Ranks(keys);
    long share = ranks.total() / workers;
    if (share == 0) {
      throw new IllegalArgumentException(
          String.format("Invalid workers: %d for %d images", workers, ranks.total()));
    }
    // no block without an image
    int each = (int) Math.min(share, blocksOfWorker(share * 3 * imageSide * imageSide));
    BlockOf blockOf = new BlockOf(ranks.boundaries(workers * each));
    ranks.close();
    JavaRDD<PackedImages> blocks =
        rows.select("image_id", "label", "width", "height", "rgb")
            .javaRDD()
            .mapToPair(row -> pack(row, imageSide))
            // sorted, so that a block's order does not depend on which part arrived first
            .repartitionAndSortWithinPartitions(blockOf)
            .values()
            .mapPartitions(
                images -> Collections.singleton(PackedImages.of(images)).iterator(), true)
            .setName("training images")
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Integer> sizes = blocks.map(PackedImages::size).collect();
    int[][] counts = new int[workers][each];
    for (int i = 0; i < sizes.size(); i++) {
      counts[i / each][i % each] = sizes.get(i);
    }
    return new TrainingSet(blocks, counts);
  }

  /** How many workers share the images. */
  public int workers() {
    return counts.length;
  }

  /** Images in all. */
  public long size() {
    return shares().asLongStream().sum();
  }

  /** Images of the worker with the fewest. */
  public int smallestShare() {
    return shares().min().orElse(0);
  }

  /** The mean of all images' squares at the centre. */
  public MeanImage meanImage(int side) {
    return blocks.map(images -> mean(images, side)).reduce(MeanImage::add);
  }

  /**
   * A network's inputs of so many images, not changed: the same ones in every run.
   *
   * @return the images one after the other; fewer where there are not so many
   */
  public float[] sample(Preprocessing preprocessing, int images) {
    int length = preprocessing.length();
    float[] inputs = new float[Math.toIntExact(Math.min(images, size())) * length];
    Iterator<PackedImages> all = blocks.toLocalIterator();
    for (int filled = 0; filled < inputs.length; ) {
      PackedImages block = all.next();
      for (int i = 0; i < block.size() && filled < inputs.length; i++, filled += length) {
        preprocessing.test(block.image(i).raster(), inputs, filled);
      }
    }
    return inputs;
  }

  /** The minibatches of one round, one partition a worker, made when they are trained. */
  JavaRDD<DataSet> round(RoundBatches batches) {
    return needed(batches).mapPartitionsWithIndex(batches.of(counts), true);
  }

  /** Everything, one partition a worker. */
  JavaRDD<PackedImages> all() {
    List<int[]> partitions = new ArrayList<>();
    for (int worker = 0; worker < counts.length; worker++) {
      partitions.add(partitions(worker, IntStream.range(0, counts[worker].length)));
    }
    return selected(partitions);
  }

  private JavaRDD<PackedImages> needed(RoundBatches batches) {
    List<int[]> partitions = new ArrayList<>();
    for (int worker = 0; worker < counts.length; worker++) {
      partitions.add(partitions(worker, Arrays.stream(batches.blocks(worker, counts[worker]))));
    }
    return selected(partitions);
  }

  private JavaRDD<PackedImages> selected(List<int[]> partitions) {
    return JavaRDD.fromRDD(
        blocks
            .rdd()
            .coalesce(counts.length, false, Option.apply(new RoundBlocks(partitions)), null),
        blocks.classTag());
  }

  private int[] partitions(int worker, IntStream blocksOfWorker) {
    return blocksOfWorker.map(block -> worker * counts[worker].length + block).toArray();
  }

  private IntStream shares() {
    return Arrays.stream(counts).mapToInt(share -> Arrays.stream(share).sum());
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }

  private static int blocksOfWorker(long bytes) {
    return (int) Math.max(1, Math.min(MOST_BLOCKS, bytes / BLOCK_BYTES));
  }

  private static MeanImage mean(PackedImages images, int side) {
    return MeanImage.empty(side)
        .add(
            () ->
                IntStream.range(0, images.size())
                    .mapToObj(i -> images.image(i).raster())
                    .iterator());
  }

  private static Tuple2<Long, PackedImages.Image> pack(Row row, int imageSide) {
    Raster stored = new Raster(row.getInt(2), row.getInt(3), 3, row.getAs(4));
    long id = row.getLong(0);
    return new Tuple2<>(
        key(id), new PackedImages.Image(id, row.getInt(1), stored.shrink(imageSide)));
  }

  /** A bijection that scatters ids, so that neighbours in the label table part. */
  private static long key(long id) {
    long z = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The keys in order. Only ids are sorted for it, never pixels. */
  private static final class Ranks {
    private final JavaPairRDD<Long, Long> ranked;
    private final long total;

    private Ranks(JavaRDD<Long> keys) {
      this.ranked =
          keys.sortBy(key -> key, true, Math.max(1, keys.getNumPartitions())).zipWithIndex();
      ranked.persist(StorageLevel.MEMORY_AND_DISK());
      this.total = ranked.count();
    }

    private long total() {
      return total;
    }

    /** The first key of every part but the first, of so many parts that are equal within one. */
    private long[] boundaries(int parts) {
      List<Long> first = new ArrayList<>();
      for (int part = 1; part < parts; part++) {
        first.add(total * part / parts);
      }
      return ranked
          .filter(entry -> Collections.binarySearch(first, entry._2()) >= 0)
          .keys()
          .collect()
          .stream()
          .mapToLong(Long::longValue)
          .sorted()
          .toArray();
    }

    private void close() {
      ranked.unpersist(false);
    }
  }

  private static final class BlockOf extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long[] boundaries;

    private BlockOf(long[] boundaries) {
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
