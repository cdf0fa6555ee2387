package org.hammingbird.hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import org.hammingbird.image.DecodeRoute;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Quality;
import org.hammingbird.image.Raster;
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
 * From a file's bytes to its hashes, on one core. Run it beside Python's imagehash by {@code
 * src/test/python/hash_speed.py}, or alone with
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.openjdk.jmh.Main HashFileBenchmark -p file=photo.jpg
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashFileBenchmark {
  private static final int LEAST_SIDE = 256;

  private static final HashAlgorithm[] THREE = {
    HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
  };

  @Param("")
  private String file;

  private byte[] content;
  private ImageDecoder decoder;
  private ImageDecoder jdk;
  private Raster raster;

  @Setup
  public void read() throws IOException, ImageRejectedException {
    content = Files.readAllBytes(Paths.get(file));
    decoder = new ImageDecoder();
    jdk = new ImageDecoder(DecodeSettings.defaults().withRoute(DecodeRoute.JAVA));
    raster = decoder.decode(content).raster();
  }

  /** The three default hashes, by libjpeg-turbo where it is there. */
  @Benchmark
  public ImageHash[] three() throws ImageRejectedException {
    return hash(decoder);
  }

  /** The same with JPEG by the JDK. */
  @Benchmark
  public ImageHash[] java() throws ImageRejectedException {
    return hash(jdk);
  }

  /** Not exact: from a JPEG scaled down while it is decoded. */
  @Benchmark
  public ImageHash[] scaled() throws ImageRejectedException {
    return decoder.decodeScaled(content, LEAST_SIDE, image -> hashes(image));
  }

  /** wHash alone, which Python is slow at. */
  @Benchmark
  public ImageHash whash() throws ImageRejectedException {
    return decoder.decode(content, image -> HashAlgorithm.WHASH64.hash(image.raster()));
  }

  /** The same from pixels that have been decoded already. */
  @Benchmark
  public ImageHash whashOfPixels() {
    return HashAlgorithm.WHASH64.hash(raster);
  }

  /** The three default hashes and the quality measures, of which the latter are returned. */
  @Benchmark
  public Quality quality(Blackhole hole) throws ImageRejectedException {
    return decoder.decode(
        content,
        image -> {
          hole.consume(hashes(image));
          return Quality.of(image.raster(), content);
        });
  }

  private ImageHash[] hash(ImageDecoder with) throws ImageRejectedException {
    return with.decode(content, image -> hashes(image));
  }

  private static ImageHash[] hashes(DecodedImage image) {
    return HashAlgorithm.hashAll(image.raster(), THREE);
  }
}
