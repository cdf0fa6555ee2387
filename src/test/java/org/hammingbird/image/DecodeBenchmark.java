package org.hammingbird.image;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
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
 * From a file's bytes to its pixels, on one core: CIFAR's size and a megapixel, on both routes, and
 * by {@link ImageIO} as it comes. Run it with
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.openjdk.jmh.Main org.hammingbird.image.DecodeBenchmark
 * </pre>
 *
 * The pictures are drawn; {@code -p file=/path/to/a/file} takes a file instead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  @Param({"32x32.jpg", "1152x864.jpg", "1152x864.png"})
  private String file;

  private final ImageDecoder auto = new ImageDecoder();
  private final ImageDecoder java =
      new ImageDecoder(DecodeSettings.defaults().withRoute(DecodeRoute.JAVA));
  private byte[] content;

  @Setup
  public void load() throws IOException {
    Path path = Path.of(file);
    content = Files.exists(path) ? Files.readAllBytes(path) : draw();
  }

  private byte[] draw() throws IOException {
    String[] parts = file.split("[x.]");
    int width = Integer.parseInt(parts[0]);
    int height = Integer.parseInt(parts[1]);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = wave(x * .013 + y * .002, random);
        int green = wave(x * .004 - y * .011 + 1, random);
        int blue = wave(Math.hypot(x - 300, y - 200) * .02, random);
        picture.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, parts[2], out);
    return out.toByteArray();
  }

  /** A soft shade with a photograph's grain. */
  private static int wave(double phase, Random random) {
    double value = 128 + 100 * Math.sin(phase) + 4 * random.nextGaussian();
    return (int) Math.max(0, Math.min(255, value));
  }

  @Benchmark
  public Raster ours() throws ImageRejectedException {
    return auto.decode(content, DecodedImage::raster);
  }

  @Benchmark
  public Raster withoutNativeCode() throws ImageRejectedException {
    return java.decode(content, DecodedImage::raster);
  }

  /** Not the same: as libjpeg-turbo scales it down, the shorter side at least 256. */
  @Benchmark
  public Raster scaled() throws ImageRejectedException {
    return auto.decodeScaled(content, 256, DecodedImage::raster);
  }

  @Benchmark
  public BufferedImage imageIo() throws IOException {
    return ImageIO.read(new ByteArrayInputStream(content));
  }

  /** libjpeg-turbo alone, from and into memory of its own: what decoding JPEG costs at least. */
  @Benchmark
  public int libjpegTurbo(Library library) {
    return library.decompress();
  }

  /** The library with a JPEG in its memory. */
  @State(Scope.Thread)
  public static class Library {
    private final long handle = TurboJpegLibrary.tjInitDecompress();
    private Memory in;
    private Memory out;
    private int width;
    private int height;

    @Setup
    public void load(DecodeBenchmark benchmark) throws ImageRejectedException {
      Raster raster = benchmark.ours();
      width = raster.width();
      height = raster.height();
      in = new Memory(benchmark.content.length);
      in.write(0, benchmark.content, 0, benchmark.content.length);
      out = new Memory(3L * width * height);
    }

    int decompress() {
      return TurboJpegLibrary.tjDecompress2(
          handle,
          Pointer.nativeValue(in),
          in.size(),
          Pointer.nativeValue(out),
          width,
          3 * width,
          height,
          0,
          0);
    }
  }
}
