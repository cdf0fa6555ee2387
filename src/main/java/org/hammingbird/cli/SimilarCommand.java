package org.hammingbird.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.spark.stage.SimilarImages;
import org.hammingbird.spark.stage.StageContext;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Lists the stored images that are nearest to pictures. */
final class SimilarCommand extends WorkspaceCommand {
  private static final int MOST = 10;
  private static final int LARGEST = 10_000;

  SimilarCommand() {
    super(
        "similar",
        "Lists the stored images that are nearest to pictures by a perceptual hash: id, label, address, distance.");
    spec()
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .description("Image files of this machine; the table is read once for all of them")
                .build());
    spec()
        .addOption(
            OptionSpec.builder("-n", "--most")
                .type(int.class)
                .paramLabel("IMAGES")
                .description("Images to list for each picture, 1 to 10000 (default: 10)")
                .build());
    spec()
        .addOption(
            OptionSpec.builder("--radius")
                .type(int.class)
                .paramLabel("BITS")
                .description("Greatest distance in bits, 0 to 64 (default: 64)")
                .build());
    spec()
        .addOption(
            OptionSpec.builder("--algorithm")
                .type(String.class)
                .paramLabel("HASH")
                .description("Hash of 64 bits among hash.algorithms (default: phash64)")
                .build());
  }

  @Override
  void execute(StageContext context, ParseResult parsed) {
    List<String> files = parsed.matchedPositionalValue(0, new ArrayList<>());
    int most = inRange("--most", parsed.matchedOptionValue("--most", MOST), 1, LARGEST);
    int radius =
        inRange("--radius", parsed.matchedOptionValue("--radius", Long.SIZE), 0, Long.SIZE);
    SimilarImages images =
        SimilarImages.in(
            context, parsed.matchedOptionValue("--algorithm", HashAlgorithm.PHASH64.column()));
    Inspector inspector = Inspector.of(context.settings());
    long[] hashes = new long[files.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(inspector, files.get(i), images);
    }
    long begun = System.nanoTime();
    List<List<Row>> found = images.nearest(hashes, most, radius);
    double seconds = (System.nanoTime() - begun) / 1e9;
    PrintStream out = context.out();
    for (int i = 0; i < hashes.length; i++) {
      out.printf(
          Locale.ROOT,
          "%s: %s %016x, %d images within %d bits%n",
          files.get(i),
          images.algorithm().column(),
          hashes[i],
          found.get(i).size(),
          radius);
      for (Row row : found.get(i)) {
        out.printf(
            Locale.ROOT,
            "  %2d bits  %s  %s  %s  %s%n",
            row.getInt(5),
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4));
      }
    }
    out.printf(Locale.ROOT, "%,d stored images searched in %.2f s%n", images.size(), seconds);
  }

  private static int inRange(String option, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new UserException(
          String.format("Invalid %s: %d (must be %d to %d)", option, value, least, greatest));
    }
    return value;
  }

  private static long hash(Inspector inspector, String file, SimilarImages images) {
    try {
      return inspector.read(file, images::hash);
    } catch (ImageRejectedException e) {
      throw new UserException(
          String.format("Cannot hash %s: %s (%s)", file, e.detail(), e.rejectCause().id()), e);
    }
  }
}
