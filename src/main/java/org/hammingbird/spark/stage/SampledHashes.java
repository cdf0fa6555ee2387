package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hammingbird.evaluation.GroupedHistogram;
import org.hammingbird.hash.HashAlgorithm;

/**
 * Hashes of a bounded number of images, in the order of their classes, and within a class of the
 * groups that {@link GroupedHistogram} leaves out one at a time; broadcast to all tasks.
 */
final class SampledHashes implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int GROUPS = 10;

  /** Images of a class in each group, in the mean over classes: of fewer no groups are made. */
  private static final int LEAST = 2;

  static final int TRAIN = 0;
  static final int TEST = 1;
  static final int OTHER = 2;

  private final HashAlgorithm[] algorithms;
  private final String[] classes;
  private final int groups;
  private final int[] starts;
  private final byte[] splits;
  private final long[][] hashes;

  /**
   * Arranges images by class and group.
   *
   * @param algorithms of 64 bits
   * @param classes names, in order
   * @param columns ids, class numbers, splits (0 train, 1 test, 2 other), and the hashes of each
   *     algorithm, as {@link LongColumns} collects them; sorted by id here
   */
  SampledHashes(List<HashAlgorithm> algorithms, List<String> classes, long[][] columns) {
    this.algorithms = algorithms.toArray(new HashAlgorithm[0]);
    this.classes = classes.toArray(new String[0]);
    LongColumns.sortById(columns);
    long least = (long) LEAST * GROUPS * classes.size();
    groups = columns[0].length < least ? 1 : GROUPS;
    int[] cells = cells(columns[1], classes.size());
    starts = new int[classes.size() * groups + 1];
    for (int cell : cells) {
      starts[cell + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    splits = new byte[cells.length];
    hashes = new long[algorithms.size()][cells.length];
    for (int i = 0; i < cells.length; i++) {
      int to = next[cells[i]]++;
      splits[to] = (byte) columns[2][i];
      for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
        hashes[algorithm][to] = columns[3 + algorithm][i];
      }
    }
  }

  /** Class and group of each image as one number. */
  private int[] cells(long[] classNumbers, int classes) {
    int[] places = new int[classes + 1];
    for (long number : classNumbers) {
      places[(int) number + 1]++;
    }
    Arrays.parallelPrefix(places, Integer::sum);
    int[] cells = new int[classNumbers.length];
    for (int i = 0; i < cells.length; i++) {
      int number = (int) classNumbers[i];
      cells[i] = number * groups + places[number]++ % groups;
    }
    return cells;
  }

  int size() {
    return splits.length;
  }

  String[] classes() {
    return classes;
  }

  /** An image's is its place among all, by class and id, modulo this; 1 of few images. */
  int groups() {
    return groups;
  }

  /** Whether a class has images enough in each group for the groups to stand for it. */
  boolean isDivided(String name) {
    int first = Arrays.asList(classes).indexOf(name) * groups;
    return groups > 1 && starts[first + groups] - starts[first] >= LEAST * groups;
  }

  /** Where each group of each class begins, and last the number of images. */
  int[] starts() {
    return starts;
  }

  HashAlgorithm[] algorithms() {
    return algorithms;
  }

  /** The hashes of one of the algorithms. */
  long[] hashes(HashAlgorithm algorithm) {
    return hashes[Arrays.asList(algorithms).indexOf(algorithm)];
  }

  /** The class of each image. */
  int[] classNumbers() {
    int[] numbers = new int[size()];
    for (int cell = 0; cell < starts.length - 1; cell++) {
      Arrays.fill(numbers, starts[cell], starts[cell + 1], cell / groups);
    }
    return numbers;
  }

  /** The places of the images of a split. */
  int[] ofSplit(int split) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < splits.length; i++) {
      if (splits[i] == split) {
        places.add(i);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
