package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hammingbird.hash.HashAlgorithm;

/** Hashes of a bounded number of images, in the order of their classes; broadcast to all tasks. */
final class SampledHashes implements Serializable {
  private static final long serialVersionUID = 1;

  static final int TRAIN = 0;
  static final int TEST = 1;
  static final int OTHER = 2;

  private final HashAlgorithm[] algorithms;
  private final String[] classes;
  private final int[] starts;
  private final byte[] splits;
  private final long[][] hashes;

  /**
   * Groups images by class.
   *
   * @param algorithms of 64 bits
   * @param classes names, in order
   * @param columns ids (unused), class numbers, splits (0 train, 1 test, 2 other), and the hashes
   *     of each algorithm, as {@link LongColumns} collects them
   */
  SampledHashes(List<HashAlgorithm> algorithms, List<String> classes, long[][] columns) {
    this.algorithms = algorithms.toArray(new HashAlgorithm[0]);
    this.classes = classes.toArray(new String[0]);
    long[] numbers = columns[1];
    starts = new int[classes.size() + 1];
    for (long number : numbers) {
      starts[(int) number + 1]++;
    }
    for (int i = 0; i < classes.size(); i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    splits = new byte[numbers.length];
    hashes = new long[algorithms.size()][numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int to = next[(int) numbers[i]]++;
      splits[to] = (byte) columns[2][i];
      for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
        hashes[algorithm][to] = columns[3 + algorithm][i];
      }
    }
  }

  int size() {
    return splits.length;
  }

  String[] classes() {
    return classes;
  }

  /** Where each class begins, and last the number of images. */
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
    for (int number = 0; number < classes.length; number++) {
      for (int i = starts[number]; i < starts[number + 1]; i++) {
        numbers[i] = number;
      }
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
