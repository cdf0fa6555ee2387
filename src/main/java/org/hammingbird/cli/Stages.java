package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hammingbird.spark.stage.DistancesOptions;
import org.hammingbird.spark.stage.DistancesStage;
import org.hammingbird.spark.stage.EvaluateOptions;
import org.hammingbird.spark.stage.EvaluateStage;
import org.hammingbird.spark.stage.ExportOptions;
import org.hammingbird.spark.stage.ExportStage;
import org.hammingbird.spark.stage.HashOptions;
import org.hammingbird.spark.stage.HashStage;
import org.hammingbird.spark.stage.IngestOptions;
import org.hammingbird.spark.stage.IngestStage;
import org.hammingbird.spark.stage.NeighborsOptions;
import org.hammingbird.spark.stage.NeighborsStage;
import org.hammingbird.spark.stage.PredictOptions;
import org.hammingbird.spark.stage.PredictStage;
import org.hammingbird.spark.stage.QualityOptions;
import org.hammingbird.spark.stage.QualityStage;
import org.hammingbird.spark.stage.ReportOptions;
import org.hammingbird.spark.stage.ReportStage;
import org.hammingbird.spark.stage.SelectOptions;
import org.hammingbird.spark.stage.SelectStage;
import org.hammingbird.spark.stage.Stage;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.stage.StudyOptions;
import org.hammingbird.spark.stage.StudyStage;
import org.hammingbird.spark.stage.TrainOptions;
import org.hammingbird.spark.stage.TrainStage;
import org.hammingbird.spark.stage.TuneOptions;
import org.hammingbird.spark.stage.TuneStage;
import org.hammingbird.training.Natives;

/** The stages there are. */
final class Stages {
  /** Those of {@code run}, in its order. */
  static final List<StageEntry> PIPELINE =
      Collections.unmodifiableList(
          Arrays.asList(
              entry(
                  "ingest",
                  "Brings the database's table of labels up to a CSV file, or to what archives of images hold.",
                  IngestOptions::from,
                  IngestStage::new,
                  "ingest",
                  "database",
                  "split",
                  "images"),
              entry(
                  "hash",
                  "Fetches and decodes each labelled image once; writes its hashes, quality and a small copy.",
                  HashOptions::from,
                  HashStage::new,
                  "hash",
                  "pixels",
                  "images",
                  "database",
                  "split"),
              entry(
                  "quality",
                  "Lists images of low quality: dark, bright, blurred, noisy, flat, blocky, grey, tiny, odd.",
                  QualityOptions::from,
                  QualityStage::new,
                  "quality"),
              entry(
                  "distances",
                  "Measures whether images of one class are nearer by Hamming distance than images of two.",
                  DistancesOptions::from,
                  DistancesStage::new,
                  "distances"),
              entry(
                  "neighbors",
                  "Finds near-duplicates, their clusters, test images leaked into train, and label conflicts.",
                  NeighborsOptions::from,
                  NeighborsStage::new,
                  "neighbors"),
              entry(
                  "select",
                  "Chooses a training set from the train split, at random or by hash.",
                  SelectOptions::from,
                  SelectStage::new,
                  "selection"),
              entry(
                  "train",
                  "Trains a network on a selection, or on the whole train split, by parameter averaging.",
                  withNatives(TrainOptions::from),
                  TrainStage::new,
                  "training"),
              entry(
                  "evaluate",
                  "Measures a trained network on clean and on degraded images, class by class.",
                  withNatives(EvaluateOptions::from),
                  EvaluateStage::new,
                  "evaluation"),
              entry(
                  "report",
                  "Shows what was found in one HTML page that needs no network.",
                  ReportOptions::from,
                  ReportStage::new,
                  "report")));

  /** Those that are run by themselves only. */
  static final List<StageEntry> ALONE =
      Collections.unmodifiableList(
          Arrays.asList(
              entry(
                  "predict",
                  "Says for hashed images, or for all files of a folder, which classes a model takes them for.",
                  withNatives(PredictOptions::from),
                  PredictStage::new,
                  "prediction",
                  "images"),
              entry(
                  "tune",
                  "Finds the settings of neighbors that agree best with pairs which you have judged.",
                  TuneOptions::from,
                  TuneStage::new,
                  "tune",
                  "neighbors"),
              entry(
                  "study",
                  "Runs experiments: do hash-chosen training sets beat random ones? Takes hours; --quick takes minutes.",
                  withNatives(StudyOptions::from, StudyOptions::trains),
                  StudyStage::new,
                  "study",
                  "training",
                  "images"),
              entry(
                  "export",
                  "Writes a table as plain Parquet or CSV, hashes as imagehash prints them; or the cleaned list.",
                  ExportOptions::from,
                  ExportStage::new,
                  "export",
                  "database")));

  private Stages() {}

  /**
   * The pipeline for these settings: without {@code ingest} where the labels are in the database
   * already.
   */
  static List<StageEntry> pipeline(Config settings) {
    boolean ingests = IngestOptions.wanted(settings);
    return PIPELINE.stream()
        .filter(entry -> ingests || !entry.name().equals("ingest"))
        .collect(Collectors.toList());
  }

  /**
   * Options of a stage that computes with native code, which is loaded now: a driver that cannot is
   * better told before the first stage works than hours later.
   */
  private static <O> Function<Config, O> withNatives(Function<Config, O> options) {
    return withNatives(options, checked -> true);
  }

  /** The same, of a stage that computes with native code only where its options say so. */
  private static <O> Function<Config, O> withNatives(
      Function<Config, O> options, Predicate<O> computes) {
    return settings -> {
      O checked = options.apply(settings);
      if (computes.test(checked)) {
        Natives.require();
      }
      return checked;
    };
  }

  private static <O> StageEntry entry(
      String name,
      String description,
      Function<Config, O> options,
      BiFunction<StageContext, O, Stage> stage,
      String... groups) {
    return new StageEntry(
        name,
        description,
        settings -> {
          O checked = options.apply(settings);
          return context -> stage.apply(context, checked);
        },
        groups);
  }
}
