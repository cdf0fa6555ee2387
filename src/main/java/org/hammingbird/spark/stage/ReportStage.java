package org.hammingbird.spark.stage;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hammingbird.report.ReportData;
import org.hammingbird.report.ReportWriter;
import org.hammingbird.report.Section;
import org.hammingbird.report.Text;
import org.hammingbird.spark.table.RunManifest;

/**
 * Writes {@code report/index.html}, one page that holds everything it needs. Stages that have not
 * run leave a section that says so; results of failed runs are shown and marked. The driver holds
 * aggregates and bounded samples, whatever the number of images.
 *
 * <p>Results: {@code path} (of the page), {@code bytes}, {@code findings} (list of sentences).
 */
public final class ReportStage implements Stage {
  static final String STAGE = "report";
  private static final String PAGE = "report/index.html";

  /** Runs that say nothing about the images. */
  private static final Set<String> LEFT_OUT = Set.of(STAGE, ExportStage.STAGE, "checkpoint");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

  private final StageContext context;
  private final ReportOptions options;

  public ReportStage(StageContext context, ReportOptions options) {
    // a report is for looking at results, those of failed runs most of all
    this.context = context.acceptingFailed();
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, STAGE, "default", "report");
    List<RunManifest> runs =
        context.workspace().runs().newest().stream()
            .filter(manifest -> !LEFT_OUT.contains(manifest.stage()))
            .collect(Collectors.toList());
    for (RunManifest manifest : runs) {
      run.inputDigest(
          manifest.stage() + "/" + manifest.name(),
          manifest.fingerprint() + "@" + manifest.started());
    }
    ReportInputs inputs = new ReportInputs(run);
    Optional<RunManifest> done =
        context.workspace().size(PAGE) == 0 ? Optional.empty() : run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    context.spark().sparkContext().setJobDescription("report: gather counts and samples");
    ReportData report;
    try {
      report = gather(inputs, runs);
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
    byte[] page = ReportWriter.html(report);
    context.workspace().documents().replace(PAGE, page);
    String path = context.workspace().path(PAGE).toString();
    report.findings().forEach(finding -> context.out().println("  " + finding));
    context.out().printf("report: %s (%,d kB)%n", path, page.length / 1000);
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("path", path);
    results.put("bytes", page.length);
    results.put("findings", report.findings());
    return run.complete(results);
  }

  private ReportData gather(ReportInputs inputs, List<RunManifest> runs) {
    List<Section> sections = new ArrayList<>();
    sections.add(ReportTables.dataset(inputs, options));
    sections.add(ReportQuality.section(inputs, options, newest(runs, QualityStage.STAGE)));
    sections.add(ReportTables.distances(inputs, newest(runs, "distances")));
    sections.add(ReportNeighbors.section(inputs, options, newest(runs, "neighbors")));
    sections.add(ReportModels.training(runs));
    sections.addAll(
        ReportModels.evaluations(inputs, options, runs, context.workspace().documents()));
    Section study =
        ReportModels.study(newest(runs, StudyStage.STAGE), context.workspace().documents());
    // answers come first, the way to get some last
    sections.add(study.empty() ? sections.size() : 0, study);
    List<ReportData.Manifest> manifests =
        runs.stream().map(ReportStage::manifest).collect(Collectors.toList());
    return new ReportData(
        context.workspace().uri(),
        WHEN.format(ZonedDateTime.now(ZoneOffset.UTC)),
        "Hammingbird " + BuildInfo.version(),
        sections,
        manifests);
  }

  private static ReportData.Manifest manifest(RunManifest run) {
    boolean failed = run.status() == RunManifest.Status.FAILED;
    String summary =
        String.format(
            "%s, %s, %s",
            failed ? "failed: " + run.reason() : "complete",
            run.started().replaceFirst("\\.\\d+Z$", "Z"),
            Text.seconds(run.seconds()));
    String name = run.name().equals("default") ? "" : " " + run.name();
    return new ReportData.Manifest(run.stage() + name, summary, failed, run.toJson());
  }

  private static RunManifest newest(List<RunManifest> runs, String stage) {
    RunManifest newest = null;
    for (RunManifest run : runs) {
      if (run.stage().equals(stage)) {
        newest = run;
      }
    }
    return newest;
  }
}
