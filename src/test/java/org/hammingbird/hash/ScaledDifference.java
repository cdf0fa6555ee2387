package org.hammingbird.hash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hammingbird.image.ImageDecoder;

/**
 * How many bits of a hash differ between a JPEG's pixels and the same scaled down while they are
 * decoded, as {@code hash.decode = scaled} does: mean, largest, and the share of images with none.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.hash.ScaledDifference FOLDER
 * </pre>
 */
public final class ScaledDifference {
  private static final int LEAST_SIDE = 256;

  private ScaledDifference() {}

  public static void main(String[] args) throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Paths.get(args[0]))) {
      files = found.filter(path -> path.toString().endsWith(".jpg")).collect(Collectors.toList());
    }
    HashAlgorithm[] algorithms = HashAlgorithm.values();
    int[] sum = new int[algorithms.length];
    int[] most = new int[algorithms.length];
    int[] none = new int[algorithms.length];
    ImageDecoder decoder = new ImageDecoder();
    int scaled = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      ImageHash[] exact =
          decoder.decode(content, image -> HashAlgorithm.hashAll(image.raster(), algorithms));
      ImageHash[] fast =
          decoder.decodeScaled(
              content,
              LEAST_SIDE,
              image ->
                  image.raster().width() == image.width()
                      ? null
                      : HashAlgorithm.hashAll(image.raster(), algorithms));
      if (fast == null) {
        continue;
      }
      scaled++;
      for (int i = 0; i < algorithms.length; i++) {
        int distance = exact[i].distance(fast[i]);
        sum[i] += distance;
        most[i] = Math.max(most[i], distance);
        none[i] += distance == 0 ? 1 : 0;
      }
    }
    System.out.printf("%d of %d files were scaled%n", scaled, files.size());
    for (int i = 0; i < algorithms.length && scaled > 0; i++) {
      System.out.printf(
          Locale.ROOT,
          "%-18s mean %.3f, most %d, none %.1f%%%n",
          algorithms[i].column(),
          (double) sum[i] / scaled,
          most[i],
          100.0 * none[i] / scaled);
    }
  }
}
