package org.hammingbird.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.UserException;

/**
 * One URI that holds everything a run makes: Delta tables, documents (models, evaluations) and the
 * manifests of the runs.
 *
 * <pre>
 * tables/NAME        Delta tables, NAME may have a folder
 * documents/FOLDER/  files that never change, each named by a manifest
 * runs/STAGE/NAME/   one JSON manifest a run
 * tensorboard/NAME/  events of a training, for TensorBoard
 * report/            the HTML report
 * </pre>
 */
public final class Workspace {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

  private final SparkSession spark;
  private final Path root;
  private final FileSystem fileSystem;

  private Workspace(SparkSession spark, Path root, FileSystem fileSystem) {
    this.spark = spark;
    this.root = root;
    this.fileSystem = fileSystem;
  }

  /**
   * Opens a workspace, which need not exist yet.
   *
   * @throws UserException where no file system serves the URI's scheme
   */
  public static Workspace open(SparkSession spark, String uri) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      Path given = new Path(uri);
      FileSystem fileSystem = given.getFileSystem(hadoop);
      return new Workspace(spark, fileSystem.makeQualified(given), fileSystem);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot open the workspace "
              + uri
              + " ("
              + e.getMessage()
              + "): name a folder or URI that Hadoop can reach",
          e);
    }
  }

  /**
   * A name that may become part of a path.
   *
   * @throws UserException where it has other characters than letters, digits, {@code . _ -}
   */
  public static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UserException(
          "Invalid name: \""
              + name
              + "\" (letters, digits, '.', '_' and '-', not beginning with '.' or '-')");
    }
    return name;
  }

  public String uri() {
    return root.toString();
  }

  public Path path(String relative) {
    return new Path(root, relative);
  }

  public Table table(String name) {
    return new Table(spark, name, path("tables/" + checkedName(name)).toString());
  }

  /** Names of the tables there are, in order. */
  public List<String> tables() {
    List<String> names = new ArrayList<>();
    collectTables("", names);
    names.sort(null);
    return names;
  }

  /** From now on commits of this session's tables carry the name of their writer. */
  public void sign(String writer) {
    spark.conf().set("spark.databricks.delta.commitInfo.userMetadata", writer);
  }

  public Documents documents() {
    return new Documents(root, fileSystem);
  }

  public Runs runs() {
    return new Runs(spark, root, fileSystem);
  }

  /** Deletes a table, or everything below a relative path, for good. */
  public boolean delete(String relative) {
    try {
      return fileSystem.delete(path(relative), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes below a relative path, 0 where there is nothing. */
  public long size(String relative) {
    try {
      return fileSystem.exists(path(relative))
          ? fileSystem.getContentSummary(path(relative)).getLength()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collectTables(String folder, List<String> names) {
    Path parent = path("tables" + (folder.isEmpty() ? "" : "/" + folder));
    try {
      if (!fileSystem.exists(parent)) {
        return;
      }
      for (FileStatus child : fileSystem.listStatus(parent)) {
        String name = (folder.isEmpty() ? "" : folder + "/") + child.getPath().getName();
        if (!child.isDirectory()) {
          continue;
        }
        if (fileSystem.exists(new Path(child.getPath(), "_delta_log"))) {
          names.add(name);
        } else if (folder.isEmpty()) {
          collectTables(name, names);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
