package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.Serializable;
import scala.collection.Seq;

/**
 * Gives each worker's task the blocks that it needs in one round and no others, on the executor
 * that holds the first of them.
 */
final class RoundBlocks implements PartitionCoalescer, Serializable {
  private static final long serialVersionUID = 1L;

  private final List<int[]> partitionsOfWorkers;

  /**
   * @param partitionsOfWorkers one array a worker, in the order in which its task gets them
   */
  RoundBlocks(List<int[]> partitionsOfWorkers) {
    this.partitionsOfWorkers = new ArrayList<>(partitionsOfWorkers);
  }

  @Override
  public PartitionGroup[] coalesce(int workers, RDD<?> blocks) {
    Partition[] partitions = blocks.partitions();
    PartitionGroup[] groups = new PartitionGroup[partitionsOfWorkers.size()];
    for (int worker = 0; worker < groups.length; worker++) {
      int[] needed = partitionsOfWorkers.get(worker);
      Seq<String> places = blocks.preferredLocations(partitions[needed[0]]);
      groups[worker] =
          new PartitionGroup(places.isEmpty() ? Option.empty() : Option.apply(places.apply(0)));
      for (int partition : needed) {
        groups[worker].partitions().$plus$eq(partitions[partition]);
      }
    }
    return groups;
  }
}
