package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import org.hammingbird.UserException;
import org.hammingbird.label.SplitRule;

/** The settings of the stage {@code ingest}. */
public final class IngestOptions {
  private final String csv;
  private final String cifar10;
  private final boolean skipBadRows;
  private final String addressTemplate;
  private final SplitRule splitRule;
  private final DatabaseOptions database;

  private IngestOptions(Config settings) {
    csv = settings.getString("ingest.csv");
    cifar10 = settings.getString("ingest.cifar10");
    if (csv.isEmpty() && cifar10.isEmpty()) {
      throw new UserException(
          "ingest.csv is not set: name the file of labels, or CIFAR-10's folder as ingest.cifar10");
    }
    if (!csv.isEmpty() && !cifar10.isEmpty()) {
      throw new UserException(
          "ingest.csv is " + csv + " and ingest.cifar10 is " + cifar10 + ": set one of the two");
    }
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

  /**
   * Whether the settings name anything to ingest: where they do not, the labels are in the database
   * already.
   */
  public static boolean wanted(Config settings) {
    return !settings.getString("ingest.csv").isEmpty()
        || !settings.getString("ingest.cifar10").isEmpty();
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

  /** Where in a workspace CIFAR-10's images are unpacked. */
  static String cifar10Images(String workspace) {
    return workspace + (workspace.endsWith("/") ? "" : "/") + "images/cifar10";
  }

  /** Path or URI of CIFAR-10's folder, or empty. */
  String cifar10() {
    return cifar10;
  }

  /** Path or URI of the file of labels; empty where CIFAR-10 is read. */
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
