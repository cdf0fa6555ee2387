package org.hammingbird.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hammingbird.spark.stage.HashOptions;
import org.hammingbird.spark.stage.HashStage;
import org.hammingbird.spark.stage.IngestOptions;
import org.hammingbird.spark.stage.IngestStage;

/** The stages there are, in the order in which {@code run} runs them. */
final class Stages {
  /** Those of {@code run}. */
  static final List<StageEntry> PIPELINE =
      Collections.unmodifiableList(
          Arrays.asList(
              new StageEntry(
                  "ingest",
                  "Brings the database's table of labels up to a CSV file.",
                  settings -> {
                    IngestOptions options = IngestOptions.from(settings);
                    return context -> new IngestStage(context, options);
                  },
                  "ingest",
                  "database",
                  "split",
                  "images"),
              new StageEntry(
                  "hash",
                  "Fetches and decodes each labelled image once; writes its hashes, quality and a small copy.",
                  settings -> {
                    HashOptions options = HashOptions.from(settings);
                    return context -> new HashStage(context, options);
                  },
                  "hash",
                  "pixels",
                  "images",
                  "database",
                  "split")));

  private Stages() {}
}
