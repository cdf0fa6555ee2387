package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.label.SplitRule;
import org.hammingbird.spark.image.ImageLimits;

/** The settings of the stage {@code ingest}. */
public final class IngestOptions {
  private final String csv;
  private final String cifar10;
  private final List<String> archives;
  private final EntryPattern entries;
  private final ImageLimits images;
  private final boolean skipBadRows;
  private final String addressTemplate;
  private final SplitRule splitRule;
  private final DatabaseOptions database;

  private IngestOptions(Config settings) {
    csv = settings.getString("ingest.csv");
    cifar10 = settings.getString("ingest.cifar10");
    archives = settings.getStringList("ingest.archives");
    requireOne();
    entries = EntryPattern.of(settings.getString("ingest.entries"));
    images =
        archives.isEmpty()
            ? null
            : HashOptions.images(settings, settings.getStringList("images.roots"));
    skipBadRows = settings.getBoolean("ingest.skip-bad-rows");
    addressTemplate = settings.getString("images.address-template");
    if (!addressTemplate.isEmpty() && !addressTemplate.contains("{id}")) {
      throw new UserException(
          "Invalid images.address-template: " + addressTemplate + " (must contain {id})");
    }
    splitRule = SplitSettings.from(settings);
    database = DatabaseOptions.from(settings);
    if (database.splitColumn().isEmpty() || database.addressColumn().isEmpty()) {
      throw new UserException(
          "ingest writes splits and addresses: name database.split-column and database.address-column");
    }
  }

  private void requireOne() {
    List<String> named = new ArrayList<>();
    if (!csv.isEmpty()) {
      named.add("ingest.csv is " + csv);
    }
    if (!cifar10.isEmpty()) {
      named.add("ingest.cifar10 is " + cifar10);
    }
    if (!archives.isEmpty()) {
      named.add("ingest.archives is " + String.join(", ", archives));
    }
    if (named.isEmpty()) {
      throw new UserException(
          "ingest.csv is not set: name the file of labels, or archives of images as ingest.archives, or CIFAR-10's folder as ingest.cifar10");
    }
    if (named.size() > 1) {
      throw new UserException(String.join(" and ", named) + ": set one of them");
    }
  }

  /**
   * Whether the settings name anything to ingest: where they do not, the labels are in the database
   * already.
   */
  public static boolean wanted(Config settings) {
    return !settings.getString("ingest.csv").isEmpty()
        || !settings.getString("ingest.cifar10").isEmpty()
        || !settings.getStringList("ingest.archives").isEmpty();
  }

  /**
   * Reads and checks the settings.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where a value is missing or invalid
   */
  public static IngestOptions from(Config settings) {
    return new IngestOptions(settings);
  }

  /** Where in a workspace the labels stand that were found in archives. */
  static String archiveLabels(String workspace) {
    return below(workspace, "labels/archives.csv");
  }

  private static String below(String workspace, String name) {
    return workspace + (workspace.endsWith("/") ? "" : "/") + name;
  }

  /** Where in a workspace CIFAR-10's images are unpacked. */
  static String cifar10Images(String workspace) {
    return below(workspace, "images/cifar10");
  }

  /** Path or URI of CIFAR-10's folder, or empty. */
  String cifar10() {
    return cifar10;
  }

  /** Paths or URIs of archives, with wildcards, or empty. */
  List<String> archives() {
    return archives;
  }

  /** Which of their entries are images. */
  EntryPattern entries() {
    return entries;
  }

  /** How archives are opened; null where none are. */
  ImageLimits images() {
    return images;
  }

  /** Path or URI of the file of labels; empty where something else is read. */
  String csv() {
    return csv;
  }

  boolean skipBadRows() {
    return skipBadRows;
  }

  /** Empty where the file gives the addresses. */
  String addressTemplate() {
    return addressTemplate;
  }

  SplitRule splitRule() {
    return splitRule;
  }

  DatabaseOptions database() {
    return database;
  }
}
