package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.neighbor.Verification;
import org.hammingbird.spark.stage.NeighborsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how far two images are apart, hash by hash, and whether they are near-duplicates. */
@Command(
    name = "compare",
    description =
        "Prints the distances of two images by every hash, the similarity of their pixels, and whether"
            + " the stage neighbors would take them for near-duplicates. Needs neither a database nor Spark.",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ONE", description = "Image file")
  private String one;

  @Parameters(index = "1", paramLabel = "OTHER", description = "Image file")
  private String other;

  @Option(
      names = "--conf-file",
      paramLabel = "FILE",
      description = "File of settings, of which those of groups images and neighbors apply")
  private String confFile;

  @Override
  public Integer call() {
    Config settings =
        Settings.load(Collections.emptyMap(), Collections.emptyMap(), System.getenv(), confFile);
    NeighborsOptions options = NeighborsOptions.from(settings);
    Inspector inspector = Inspector.of(settings);
    Face left = read(inspector, one);
    Face right = read(inspector, other);
    PrintWriter out = spec.commandLine().getOut();
    out.println(left.title);
    out.println(right.title);
    int nearest = Integer.MAX_VALUE;
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      int distance = left.hash(algorithm).distance(right.hash(algorithm));
      out.printf(
          Locale.ROOT,
          "  %-18s %3d of %3d bits%s%n",
          algorithm.column(),
          distance,
          algorithm.bits(),
          LikelyDistances.judgement(algorithm, distance));
      if (options.algorithms().contains(algorithm)) {
        nearest = Math.min(nearest, distance);
      }
    }
    double similarity = new Verification().similarity(left.grey, right.grey);
    out.printf(Locale.ROOT, "  %-18s %.3f (-1 to 1)%n", "pixels' similarity", similarity);
    boolean alike = nearest <= options.radius() && similarity >= options.minSimilarity();
    out.printf(
        Locale.ROOT,
        "%s: near-duplicates are those within %d bits by %s whose pixels' similarity is at least %s%n",
        alike ? "near-duplicates" : "different",
        options.radius(),
        names(options.algorithms()),
        options.minSimilarity());
    out.flush();
    return ExitCode.OK;
  }

  private static Face read(Inspector inspector, String file) {
    try {
      return inspector.read(file, (image, content) -> new Face(file, image));
    } catch (ImageRejectedException e) {
      throw new UserException(
          String.format("Cannot compare %s: %s (%s)", file, e.detail(), e.rejectCause().id()), e);
    }
  }

  private static String names(List<HashAlgorithm> algorithms) {
    return String.join(
        " or ", algorithms.stream().map(HashAlgorithm::column).toArray(String[]::new));
  }

  /** What is compared of an image. */
  private static final class Face {
    private final String title;
    private final ImageHash[] hashes;
    private final byte[] grey;

    private Face(String file, DecodedImage image) {
      title =
          String.format(
              "%s: %s, %d x %d pixels", file, image.format().id(), image.width(), image.height());
      hashes = HashAlgorithm.hashAll(image.raster(), HashAlgorithm.values());
      grey = Verification.grey(image.raster());
    }

    private ImageHash hash(HashAlgorithm algorithm) {
      return hashes[algorithm.ordinal()];
    }
  }
}
