package org.hammingbird.hash;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Rasters;
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

/**
 * The hashes of one image from its pixels in colour, on one core: CIFAR's size, and a megapixel.
 * Run it with
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.openjdk.jmh.Main org.hammingbird.hash.HashBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashBenchmark {
  @Param({"32x32", "1152x864"})
  private String size;

  private Raster raster;

  @Setup
  public void draw() {
    String[] sides = size.split("x");
    raster =
        Rasters.noise(new Random(1), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 3);
  }

  @Benchmark
  public ImageHash[] allThree() {
    return HashAlgorithm.hashAll(
        raster, HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64);
  }

  @Benchmark
  public ImageHash averageHash() {
    return HashAlgorithm.AHASH64.hash(raster);
  }

  @Benchmark
  public ImageHash perceptualHash() {
    return HashAlgorithm.PHASH64.hash(raster);
  }

  @Benchmark
  public ImageHash differenceHash() {
    return HashAlgorithm.DHASH64.hash(raster);
  }

  @Benchmark
  public ImageHash simplePerceptualHash() {
    return HashAlgorithm.PHASH_SIMPLE64.hash(raster);
  }

  @Benchmark
  public ImageHash waveletHash() {
    return HashAlgorithm.WHASH64.hash(raster);
  }

  @Benchmark
  public ImageHash widePerceptualHash() {
    return HashAlgorithm.PHASH256.hash(raster);
  }

  @Benchmark
  public ImageHash colorHash() {
    return HashAlgorithm.COLORHASH.hash(raster);
  }

  @Benchmark
  public Pdq pdq() {
    return Pdq.of(raster);
  }

  @Benchmark
  public CropResistantHash cropResistantHash() {
    return CropResistantHash.of(raster);
  }

  /** What of it is the conversion to luma. */
  @Benchmark
  public Raster luma() {
    return raster.toLuma();
  }
}
