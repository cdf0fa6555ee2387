package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;

/**
 * One run of a stage: names its inputs at fixed versions, finds out whether it is needed, and
 * publishes the manifest that turns what was written into results. The order of use: {@link
 * #input}, {@link #upToDate}, {@link #output}, {@link #complete}.
 */
public final class StageRun {
  /** Begins the names of those digests that are ids of tables. */
  private static final String TABLE = "table ";

  private final StageContext context;
  private final String stage;
  private final String name;
  private final Instant started = Instant.now();
  private final Map<String, String> settings;
  private final Map<String, Long> inputs = new TreeMap<>();
  private final Map<String, String> digests = new TreeMap<>();
  // tables may be written side by side
  private final Map<String, Long> outputs = new ConcurrentSkipListMap<>();
  private final Map<String, String> documents = new LinkedHashMap<>();
  private List<RunManifest> newest;

  private StageRun(StageContext context, String stage, String name, Map<String, String> settings) {
    this.context = context;
    this.stage = stage;
    this.name = Workspace.checkedName(name);
    this.settings = settings;
  }

  /**
   * Begins a run.
   *
   * @param name of the results, {@code default} where a workspace holds one of them
   * @param paths of the settings, single ones or groups, that shape the results
   */
  public static StageRun of(StageContext context, String stage, String name, String... paths) {
    return new StageRun(context, stage, name, flatten(context.settings(), paths));
  }

  /**
   * A table as the last run of its stage left it.
   *
   * @throws UserException where no run has published it, or the one that did failed its own check
   */
  public Dataset<Row> input(String table) {
    RunManifest producer =
        producerOf(table)
            .orElseThrow(
                () ->
                    new UserException(
                        String.format(
                            "The workspace %s has no table %s yet: run `hammingbird %s` first",
                            context.workspace().uri(), table, stageOf(table))));
    if (producer.status() == RunManifest.Status.FAILED && !context.acceptFailed()) {
      throw new UserException(
          String.format(
              "The table %s comes from a failed run of %s (%s): mend the cause and run it again, or pass --accept-failed",
              table, producer.stage(), producer.reason()));
    }
    long version = producer.outputs().get(table);
    Dataset<Row> rows = context.workspace().table(table).read(version);
    inputs.put(table, version);
    // versions count from 0 again where a table was deleted and made anew
    digests.put(TABLE + table, context.workspace().table(table).id());
    return rows;
  }

  /**
   * Makes sure that the run that published a table read another as {@link #input} opened it here.
   *
   * @throws UserException where the other has changed since
   */
  void requireMadeOf(String table, String source) {
    RunManifest producer = producerOf(table).orElseThrow();
    if (!isInputOf(producer, source)) {
      throw new UserException(
          String.format(
              "The table %s was made of an earlier %s: run `hammingbird %s` first",
              table, source, producer.stage()));
    }
  }

  /** Whether another run read this table as {@link #input} opened it here. */
  boolean isInputOf(RunManifest other, String table) {
    return inputs.get(table).equals(other.inputs().get(table))
        && digests.get(TABLE + table).equals(other.digests().get(TABLE + table));
  }

  /** The settings that shape the results. */
  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** Which table, and which version of it, {@link #input} has opened, as one text. */
  String snapshot(String table) {
    return digests.get(TABLE + table) + "@" + inputs.get(table);
  }

  /** The settings of the run that published a table. */
  Map<String, String> settingsOfMaker(String table) {
    return producerOf(table).map(RunManifest::settings).orElse(Map.of());
  }

  /** What the run that published a table found. */
  Map<String, Object> resultsOfMaker(String table) {
    return producerOf(table).map(RunManifest::results).orElse(Map.of());
  }

  /** Whether a run has published this table. */
  public boolean hasInput(String table) {
    return producerOf(table).isPresent();
  }

  /**
   * The manifest of a stage that publishes documents rather than tables, as an input.
   *
   * @throws UserException where there is none
   */
  public RunManifest inputRun(String producer, String producedName) {
    RunManifest manifest =
        context
            .workspace()
            .runs()
            .last(producer, producedName)
            .orElseThrow(
                () ->
                    new UserException(
                        String.format(
                            "The workspace %s has no result \"%s\" of %s yet: run `hammingbird %s` first",
                            context.workspace().uri(), producedName, producer, producer)));
    if (manifest.status() == RunManifest.Status.FAILED && !context.acceptFailed()) {
      throw new UserException(
          String.format(
              "The result \"%s\" of %s failed its own check (%s): run it again, or pass --accept-failed",
              producedName, producer, manifest.reason()));
    }
    inputDigest(producer + "/" + producedName, manifest.fingerprint() + "@" + manifest.started());
    return manifest;
  }

  /** Names an input that is no table by its digest. */
  public StageRun inputDigest(String input, String digest) {
    digests.put(input, digest);
    return this;
  }

  /**
   * The last run's manifest where it came to its end with the same tables, perhaps at older
   * versions, the same other inputs, the same program and the same settings: what it found of rows
   * that have not changed since holds still.
   *
   * @param irrelevant settings that may differ
   */
  public Optional<RunManifest> earlier(Set<String> irrelevant) {
    return lastComplete()
        .filter(run -> run.digests().equals(digests))
        .filter(run -> BuildInfo.version().equals(run.versions().get("hammingbird")))
        .filter(run -> without(run.settings(), irrelevant).equals(without(settings, irrelevant)));
  }

  /** The last run's manifest where it came to its end and the user does not want all anew. */
  private Optional<RunManifest> lastComplete() {
    return context.force()
        ? Optional.empty()
        : context
            .workspace()
            .runs()
            .last(stage, name)
            .filter(run -> run.status() == RunManifest.Status.COMPLETE);
  }

  private static Map<String, String> without(Map<String, String> settings, Set<String> left) {
    Map<String, String> rest = new TreeMap<>(settings);
    rest.keySet().removeAll(left);
    return rest;
  }

  /**
   * The last run's manifest where it had the same inputs and settings and came to its end; says so
   * to the user.
   */
  public Optional<RunManifest> upToDate() {
    Optional<RunManifest> last =
        lastComplete()
            .filter(run -> run.fingerprint().equals(fingerprint()))
            .filter(
                run ->
                    run.outputs().keySet().stream()
                        .allMatch(table -> context.workspace().table(table).exists()));
    last.ifPresent(
        run ->
            context
                .out()
                .printf(
                    "%s: up to date since %s; nothing to do (--force runs it again)%n",
                    stage, run.started()));
    return last.map(RunManifest::asSkipped);
  }

  /** Names a table that was written, at the version that the write returned. */
  public StageRun output(String table, long version) {
    outputs.put(table, version);
    return this;
  }

  /** Names a document that was written. */
  public StageRun document(String role, String path) {
    documents.put(role, path);
    return this;
  }

  /** Publishes the manifest of a run that came to its end: from now on its outputs are results. */
  public RunManifest complete(Map<String, Object> results) {
    return publish(RunManifest.Status.COMPLETE, "", results);
  }

  /**
   * Publishes the outputs of a run that failed its own check: to be looked at, and refused by later
   * stages.
   */
  public RunManifest failed(String why, Map<String, Object> results) {
    context.out().printf("%s: FAILED: %s%n", stage, why);
    return publish(RunManifest.Status.FAILED, why, results);
  }

  private RunManifest publish(
      RunManifest.Status status, String reason, Map<String, Object> results) {
    RunManifest.Builder builder =
        RunManifest.builder(stage, name)
            .settings(settings)
            .versions(BuildInfo.versions(context.spark()))
            .fingerprint(fingerprint());
    inputs.forEach(builder::input);
    digests.forEach(builder::digest);
    outputs.forEach(builder::output);
    documents.forEach(builder::document);
    double seconds = ChronoUnit.MILLIS.between(started, Instant.now()) / 1000.0;
    RunManifest manifest = builder.build(status, reason, started.toString(), seconds, results);
    context.workspace().runs().publish(manifest);
    return manifest;
  }

  /** Of all that shapes the results: inputs, settings, version. */
  String fingerprint() {
    String all =
        String.join(
            "\n",
            stage,
            name,
            settings.toString(),
            inputs.toString(),
            digests.toString(),
            BuildInfo.version());
    return DigestUtils.sha256Hex(all.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<RunManifest> producerOf(String table) {
    if (newest == null) {
      // once a run: each manifest is a file to fetch
      newest = context.workspace().runs().newest();
    }
    return newest.stream()
        .filter(run -> run.outputs().containsKey(table))
        .max(Comparator.comparing(RunManifest::started));
  }

  private static String stageOf(String table) {
    if (table.startsWith("selections/")) {
      return "select";
    }
    switch (table) {
      case "hashes":
      case "pixels":
      case "rejects":
        return "hash";
      case "low_quality":
        return "quality";
      case "distance_histograms":
        return "distances";
      case "pairs":
      case "clusters":
      case "leakage":
      case "label_conflicts":
      case "cluster_labels":
      case "unleaked":
        return "neighbors";
      case "tuning":
        return "tune";
      case "study_trials":
      case "study_corruptions":
      case "study_degraded":
      case "study_distances":
        return "study";
      default:
        return "run";
    }
  }

  private static Map<String, String> flatten(Config settings, String... paths) {
    Map<String, String> flat = new TreeMap<>();
    for (String path : paths) {
      ConfigValue value = settings.getValue(path);
      if (value.valueType() == ConfigValueType.OBJECT) {
        settings
            .getConfig(path)
            .entrySet()
            .forEach(e -> flat.put(path + "." + e.getKey(), text(e.getValue())));
      } else {
        flat.put(path, text(value));
      }
    }
    return flat;
  }

  private static String text(ConfigValue value) {
    return String.valueOf(value.unwrapped());
  }
}
