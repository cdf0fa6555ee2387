package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Raster;
import org.hammingbird.neighbor.Verification;
import org.hammingbird.neighbor.View;
import org.hammingbird.spark.stage.HashOptions;
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
        "Prints the distances of two images by every hash but the crop-resistant one, the similarity of their pixels, and whether"
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
      description = "File of settings, of which those of groups images, pixels and neighbors apply")
  private String confFile;

  @Override
  public Integer call() {
    Config settings =
        Settings.load(Collections.emptyMap(), Collections.emptyMap(), System.getenv(), confFile);
    NeighborsOptions options = NeighborsOptions.from(settings);
    Inspector inspector = Inspector.of(settings);
    int side = HashOptions.pixelsSide(settings);
    Face left = read(inspector, one, side);
    Face right = read(inspector, other, side);
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
    Verification verification = new Verification();
    double similarity = verification.similarity(left.grey, right.grey);
    if (options.views().contains(View.MIRRORED)) {
      byte[] mirrored = Verification.mirrored(right.grey);
      similarity = Math.max(similarity, verification.similarity(left.grey, mirrored));
    }
    out.printf(Locale.ROOT, "  %-18s %.3f (-1 to 1)%n", "pixels' similarity", similarity);
    boolean proposed = nearest <= options.radius();
    for (View view : options.views()) {
      int distance = nearest(left, right, view, options.algorithms());
      out.printf(
          Locale.ROOT,
          "  %-18s %3d bits by the nearest%n",
          view.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          distance);
      proposed |= distance <= view.radius(options.radius());
    }
    boolean alike = proposed && similarity >= options.minSimilarity();
    out.printf(
        Locale.ROOT,
        "%s: images count as near-duplicates within %d bits by %s%s where their pixels' similarity is at least %s%n",
        alike ? "near-duplicates" : "different",
        options.radius(),
        names(options.algorithms()),
        options.views().contains(View.CENTRE)
            ? ", or within " + View.CENTRE.radius(options.radius()) + " of a crop,"
            : "",
        options.minSimilarity());
    out.flush();
    return ExitCode.OK;
  }

  /** The distance of the one's view to the whole other, by the nearest hash, whichever is which. */
  private static int nearest(
      Face left, Face right, View view, Collection<HashAlgorithm> algorithms) {
    int nearest = Integer.MAX_VALUE;
    for (HashAlgorithm algorithm : algorithms) {
      int there = left.hash(view, algorithm).distance(right.hash(algorithm));
      int back = right.hash(view, algorithm).distance(left.hash(algorithm));
      nearest = Math.min(nearest, Math.min(there, back));
    }
    return nearest;
  }

  private static Face read(Inspector inspector, String file, int side) {
    try {
      return inspector.read(
          file,
          (decoder, content) -> decoder.decode(content, image -> new Face(file, image, side)));
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
    private final Raster small;
    private final byte[] grey;

    private Face(String file, DecodedImage image, int side) {
      title =
          String.format(
              "%s: %s, %d x %d pixels", file, image.format().id(), image.width(), image.height());
      hashes = HashAlgorithm.hashAll(image.raster(), HashAlgorithm.values());
      small = image.raster().shrink(side).kept();
      grey = Verification.grey(small);
    }

    private ImageHash hash(View view, HashAlgorithm algorithm) {
      return algorithm.hash(view.of(small));
    }

    private ImageHash hash(HashAlgorithm algorithm) {
      return hashes[algorithm.ordinal()];
    }
  }
}
