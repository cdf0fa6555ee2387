package org.hammingbird.neighbor;

import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Seconds for all pairs of hashes of a file that {@link RealHashes} made, from the array to the
 * last pair: collapsing, planning and layout included; the best of some runs in one JVM.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -Xmx6g -cp target/test-classes:target/classes:$(cat target/classpath) \
 *   org.hammingbird.neighbor.JoinBenchmark hashes.bin 3 join:1000000:8 brute:1000000:8
 * }</pre>
 *
 * <p>Measures: {@code join:SIZE:RADIUS}; {@code two:SIZE:RADIUS}, the same by two threads; {@code
 * brute:SIZE:RADIUS}, the linear index with {@value #QUERIES} of the hashes as queries, scaled to
 * all; {@code wide:SIZE:RADIUS}, hashes of 256 bits, four of the file's each; {@code
 * cross:SIZE:RADIUS}, a hundredth of the hashes against all: its time, and its candidates as a
 * share of the whole join's; {@code blank:SIZE:RADIUS}, a fifth of the hashes made equal, with
 * representatives; {@code hot:SIZE:RADIUS}, half of the hashes in one bucket of the first of three
 * bands. Python's {@code src/test/python/join_speed.py} runs them beside faiss.
 */
public final class JoinBenchmark {
  static final int QUERIES = 2048;

  private JoinBenchmark() {}

  /** One thing to measure. */
  @FunctionalInterface
  private interface Measured {
    void run();
  }

  public static void main(String[] args) throws IOException {
    long[] all = RealHashes.read(Paths.get(args[0]));
    int runs = Integer.parseInt(args[1]);
    for (String argument : Arrays.asList(args).subList(2, args.length)) {
      String[] parts = argument.split(":");
      int size = Integer.parseInt(parts[1]);
      int radius = Integer.parseInt(parts[2]);
      long[] hashes = Arrays.copyOf(all, size);
      double seconds = measure(parts[0], hashes, radius, runs);
      System.out.printf("%s %.4f%n", argument, seconds);
    }
  }

  private static double measure(String what, long[] hashes, int radius, int runs) {
    switch (what) {
      case "join":
        return best(runs, () -> join(Hashes.of(hashes), radius));
      case "two":
        return best(runs, () -> joinByTwo(Hashes.of(hashes), radius));
      case "wide":
        return best(runs, () -> join(Hashes.of(wide(hashes), 4), radius));
      case "brute":
        double compared = (double) QUERIES * hashes.length - 0.5 * QUERIES * QUERIES;
        double whole = 0.5 * hashes.length * (hashes.length - 1.0);
        LinearIndex linear = new LinearIndex(Hashes.of(hashes), radius);
        long[] found = new long[1];
        return whole
            / compared
            * best(runs, () -> linear.forEachPair(QUERIES, (one, other, d) -> found[0]++));
      case "cross":
        return cross(hashes, radius, runs);
      case "blank":
        Random random = new Random(1);
        long[] blank = hashes.clone();
        for (int i = 0; i < blank.length; i++) {
          blank[i] = random.nextInt(5) == 0 ? 0 : blank[i];
        }
        return best(runs, () -> joinStanding(Hashes.of(blank), radius));
      case "hot":
        return best(runs, () -> join(Hashes.of(hot(hashes)), radius));
      default:
        throw new IllegalArgumentException("Unknown measure: " + what);
    }
  }

  private static double best(int runs, Measured measured) {
    double best = Double.POSITIVE_INFINITY;
    for (int run = 0; run < runs; run++) {
      long begun = System.nanoTime();
      measured.run();
      best = Math.min(best, (System.nanoTime() - begun) / 1e9);
    }
    return best;
  }

  private static void join(Hashes hashes, int radius) {
    long[] found = new long[1];
    BandedIndex index = BandedIndex.of(hashes, radius);
    index.forEachPair((left, right, distance) -> found[0]++);
    System.err.printf("%,d pairs, %s%n", found[0], index.plan());
  }

  private static void joinByTwo(Hashes hashes, int radius) {
    DistinctHashes distinct = DistinctHashes.of(hashes);
    BandPlan plan = BandPlan.choose(distinct, radius);
    BandedIndex index = BandedIndex.of(hashes, distinct, plan);
    List<Stripe> stripes = BandedIndex.stripes(distinct.size(), plan.bands(), 32);
    // as on Spark: not band by band
    Collections.shuffle(stripes, new Random(0));
    AtomicInteger next = new AtomicInteger();
    LongAdder total = new LongAdder();
    Runnable work =
        () -> {
          long[] found = new long[1];
          for (int i = next.getAndIncrement(); i < stripes.size(); i = next.getAndIncrement()) {
            index.join(stripes.get(i), (left, right, distance) -> found[0]++);
          }
          total.add(found[0]);
        };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(new Thread(work));
      threads.get(i).start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    System.err.printf("%,d pairs by two threads%n", total.sum());
  }

  private static void joinStanding(Hashes hashes, int radius) {
    Representatives representatives = Representatives.of(hashes, 1000);
    long represented = representatives.represented();
    System.err.printf("%,d are represented%n", represented);
    join(hashes.at(representatives.standing()), radius);
  }

  private static double cross(long[] hashes, int radius, int runs) {
    int few = hashes.length / 100;
    Hashes added = Hashes.of(Arrays.copyOf(hashes, few));
    Hashes all = Hashes.of(hashes);
    long[] found = new long[1];
    // pairs of two new hashes are met from both ends: one is kept
    PairConsumer consumer = (query, hash, distance) -> found[0] += hash > query ? 1 : 0;
    double seconds = best(runs, () -> CrossIndex.of(added, all, radius).forEachPair(consumer));
    double candidates = CrossIndex.of(added, all, radius).plan().candidates();
    double whole = BandPlan.choose(DistinctHashes.of(all), radius).candidates();
    System.out.printf("cross-share:%d:%d %.5f%n", hashes.length, radius, candidates / whole);
    return seconds;
  }

  private static long[] wide(long[] hashes) {
    long[] wide = new long[4 * hashes.length];
    for (int i = 0; i < wide.length; i++) {
      // a near-copy's words come from near-copies too: every fourth of its original's
      wide[i] = hashes[i / 4] ^ 0x9E3779B97F4A7C15L * (i % 4);
    }
    return wide;
  }

  private static long[] hot(long[] hashes) {
    Band band = Band.lattice(1, 3).get(0);
    long mask = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      mask |= band.distance(new long[] {1L << bit}) == 1 ? 1L << bit : 0;
    }
    long[] hot = hashes.clone();
    for (int i = 0; i < hot.length; i += 2) {
      hot[i] &= ~mask;
    }
    return hot;
  }
}
