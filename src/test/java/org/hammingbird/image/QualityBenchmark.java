package org.hammingbird.image;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the quality measures and the small copy add to decoding a JPEG and hashing it three times,
 * on one core: CIFAR's size, a megapixel and twelve. {@code hash} decodes and hashes, {@code both}
 * measures besides, the others are the kernels alone, of pixels that are lent as the decoder lends
 * them. Run it with
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.openjdk.jmh.Main org.hammingbird.image.QualityBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QualityBenchmark {
  private static final HashAlgorithm[] THREE = {
    HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
  };

  /** The default of {@code hash.pixels-side}. */
  private static final int SMALL = 32;

  @Param({"32x32", "1152x864", "4000x3000"})
  private String size;

  private final ImageDecoder decoder = new ImageDecoder();
  private final double[] values = new double[QualityMeasure.values().length];
  private byte[] file;
  private Raster raster;
  private LumaCopy copy;

  @Setup
  public void draw() throws Exception {
    String[] sides = size.split("x");
    Raster drawn =
        QualityTest.drawn(new Random(4), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    file = JpegRoundTrip.write(drawn.toRgb(), 90);
    byte[] samples = decoder.decode(file).raster().samples();
    int[] pixels = new int[drawn.width() * drawn.height()];
    PackedPixels.read(samples, 0, 3, pixels, pixels.length);
    raster = Raster.lent(drawn.width(), drawn.height(), pixels);
    copy = LumaCopy.of(raster);
  }

  @Benchmark
  public ImageHash[] hash() throws ImageRejectedException {
    return decoder.decode(file, image -> HashAlgorithm.hashAll(image.raster(), THREE));
  }

  @Benchmark
  public Quality both(Blackhole hole) throws ImageRejectedException {
    return decoder.decode(
        file,
        image -> {
          hole.consume(HashAlgorithm.hashAll(image.raster(), THREE));
          return Quality.of(image.raster(), file);
        });
  }

  @Benchmark
  public Quality quality() {
    return Quality.of(raster, file);
  }

  @Benchmark
  public LumaCopy lumaCopy() {
    return LumaCopy.of(raster);
  }

  @Benchmark
  public double[] lumaStatistics() {
    LumaStatistics.measure(copy, values);
    return values;
  }

  @Benchmark
  public double[] colourStatistics() {
    ColourStatistics.measure(raster, values);
    return values;
  }

  @Benchmark
  public double[] jpegTrace() {
    JpegTrace.measure(raster, values);
    return values;
  }

  @Benchmark
  public Raster shrink() {
    return raster.shrink(SMALL);
  }

  @Benchmark
  public int jpegQuality() {
    return JpegQuality.of(file).orElse(0);
  }
}
