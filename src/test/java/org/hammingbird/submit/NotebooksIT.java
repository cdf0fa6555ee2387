package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks over exported tables, with their pages and their sample. */
class NotebooksIT {
  private static final Path FOLDER = Paths.get("notebooks-export");
  private static final Path SAMPLE = FOLDER.resolve("sample");

  /** Python is the {@code python3} on the PATH; 20 s on two cores. */
  @Test
  void everyNotebookFindsTheJobsOwnFigures() throws Exception {
    assumeTrue(
        python("-c", "import nbclient, nbconvert, ipykernel, pandas, pyarrow, matplotlib, PIL")
            .succeeded(),
        "skipped: this python3 lacks packages of notebooks-export/requirements.txt");

    Output run = python(FOLDER.resolve("run.py").toString(), "--check");
    assertThat(run.code).as(run.text).isZero();
    assertThat(run.text).contains(notebooks().size() + " notebooks passed, 0 failed");
  }

  /**
   * Changes figures of the job's JSON one by one, as the tests of the folder do: none may pass, in
   * the functions that the notebooks call nor in the notebooks; a minute on two cores.
   */
  @Test
  void aChangedFigureStopsANotebook() throws Exception {
    assumeTrue(
        python("-c", "import nbclient, nbconvert, ipykernel, pandas, pyarrow, matplotlib, PIL")
            .succeeded(),
        "skipped: this python3 lacks packages of notebooks-export/requirements.txt");

    Output run = python("-m", "unittest", "discover", FOLDER.toString());
    assertThat(run.code).as(run.text).isZero();
    assertThat(run.text).contains("Ran ").doesNotContain("Ran 0 tests", "skipped");
  }

  /** A study of one question has not the figures of the others. */
  @Test
  void experimentsThatWereNotRunAreSaidInASentence(@TempDir Path folder) throws Exception {
    assumeTrue(
        python("-c", "import nbclient, nbconvert, ipykernel, pandas, pyarrow, matplotlib, PIL")
            .succeeded(),
        "skipped: this python3 lacks packages of notebooks-export/requirements.txt");
    Path export = folder.resolve("export");
    try (Stream<Path> files = Files.walk(SAMPLE)) {
      for (Path file : files.collect(Collectors.toList())) {
        Files.copy(file, export.resolve(SAMPLE.relativize(file).toString()));
      }
    }
    try (DirectoryStream<Path> studies =
        Files.newDirectoryStream(export.resolve("documents/study"))) {
      Path study = studies.iterator().next();
      ObjectMapper json = new ObjectMapper();
      ObjectNode findings = (ObjectNode) json.readTree(study.toFile());
      findings.remove(List.of("sets", "degraded", "scaling"));
      json.writeValue(study.toFile(), findings);
    }
    Output run =
        python(
            FOLDER.resolve("run.py").toString(),
            "--folder",
            export.toString(),
            "--to",
            folder.resolve("executed").toString());
    assertThat(run.code).as(run.text).isZero();
    assertThat(run.text)
        .contains(
            "has no experiment sets of a study: run `submit/hammingbird study` with sets among")
        .contains(notebooks().size() - 1 + " notebooks passed, 0 failed, 1 skipped");
  }

  @Test
  void everyNotebookWasExecutedAndHasAPageThatNeedsNothingElse() throws Exception {
    assertThat(notebooks()).hasSizeGreaterThanOrEqualTo(7);
    for (Path notebook : notebooks()) {
      String text = Files.readString(notebook);
      assertThat(text).contains("\"image/png\"").doesNotContain("\"output_type\": \"error\"");
      String page = Files.readString(Paths.get(notebook.toString().replace(".ipynb", ".html")));
      assertThat(page)
          .contains("src=\"data:image/png")
          .doesNotContain("<script", "<link", "@import");
    }
  }

  @Test
  void theSampleIsOfThisProgramsFormat() throws Exception {
    RunManifest hash =
        RunManifest.fromJson(Files.readString(SAMPLE.resolve("runs/hash/default.json")));
    assertThat(hash.format()).as("run make_sample.py again").isEqualTo(Schemas.FORMAT);
    Map<String, StructType> schemas =
        Map.of(
            "pairs", Schemas.PAIRS,
            "clusters", Schemas.CLUSTERS,
            "leakage", Schemas.LEAKAGE,
            "low_quality", Schemas.LOW_QUALITY,
            "distance_histograms", Schemas.DISTANCE_HISTOGRAMS,
            "evaluations/default", Schemas.EVALUATION,
            "study_trials", Schemas.STUDY_TRIALS,
            "study_corruptions", Schemas.STUDY_CORRUPTIONS,
            "study_degraded", Schemas.STUDY_DEGRADED,
            "study_distances", Schemas.STUDY_DISTANCES);
    schemas.forEach(
        (name, schema) ->
            assertThat(schema.fieldNames())
                .as("run make_sample.py again for " + name)
                .contains(
                    TestSpark.session()
                        .read()
                        .parquet(SAMPLE.resolve("tables/" + name).toUri().toString())
                        .columns()));
  }

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).collect(Collectors.toList());
    }
  }

  private static Output python(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "python3";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) {
      return new Output(-1, "no python3 on the PATH");
    }
  }

  private static final class Output {
    private final int code;
    private final String text;

    private Output(int code, String text) {
      this.code = code;
      this.text = text;
    }

    boolean succeeded() {
      return code == 0;
    }
  }
}
