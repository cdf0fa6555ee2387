package org.hammingbird.neighbor;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Milliseconds for all pairs of skewed hashes with 3% near-copies, on one thread, from the array to
 * the last pair: collapsing, planning and layout included.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *   org.hammingbird.neighbor.SelfJoinBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgs = "-Xmx3g")
public class SelfJoinBenchmark {
  @Param({"60000", "1000000"})
  private int size;

  @Param({"4", "8", "10"})
  private int radius;

  private long[] hashes;

  @Setup
  public void draw() {
    hashes = HashSets.realistic(size, 1);
  }

  @Benchmark
  public long selfJoin() {
    long[] found = new long[1];
    BandedIndex.of(Hashes.of(hashes), radius).forEachPair((left, right, distance) -> found[0]++);
    return found[0];
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(SelfJoinBenchmark.class.getName()).build()).run();
  }
}
