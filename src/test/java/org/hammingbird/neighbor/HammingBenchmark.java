package org.hammingbird.neighbor;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Nanoseconds for one comparison: the tile kernel against a plain loop of {@code Long.bitCount},
 * both looking for hashes within 10 bits.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *   org.hammingbird.neighbor.HammingBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HammingBenchmark {
  private static final int SIZE = 8192;
  private static final int COMPARISONS = SIZE / 2 * (SIZE - 1);
  private static final int RADIUS = 10;

  private long[] hashes;

  @Setup
  public void draw() {
    hashes = new Random(1).longs(SIZE).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long plainLoop() {
    long found = 0;
    for (int i = 0; i < hashes.length; i++) {
      for (int j = i + 1; j < hashes.length; j++) {
        if (Long.bitCount(hashes[i] ^ hashes[j]) <= RADIUS) {
          found += j;
        }
      }
    }
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long tileKernel() {
    long[] found = new long[1];
    new LinearIndex(Hashes.of(hashes), RADIUS)
        .forEachPair((left, right, distance) -> found[0] += right);
    return found[0];
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(HammingBenchmark.class.getName()).build()).run();
  }
}
