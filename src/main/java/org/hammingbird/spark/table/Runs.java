package org.hammingbird.spark.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.apache.spark.sql.delta.storage.LogStore$;
import scala.collection.JavaConverters;

/**
 * The manifests of a workspace's runs, one JSON file each. They are written by Delta's log store,
 * so that a manifest is there whole or not at all on every file system.
 */
public final class Runs {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT);

  private final Path root;
  private final FileSystem fileSystem;
  private final Configuration hadoop;
  private final LogStore store;

  Runs(SparkSession spark, Path workspace, FileSystem fileSystem) {
    this.root = new Path(workspace, "runs");
    this.fileSystem = fileSystem;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.store = LogStore$.MODULE$.apply(spark);
  }

  /** Stores a manifest; from now on it is the last of its stage and name. */
  public void publish(RunManifest manifest) {
    String file =
        STAMP.format(ZonedDateTime.now(ZoneOffset.UTC))
            + "-"
            + UUID.randomUUID().toString().substring(0, 8)
            + ".json";
    Path path = new Path(folder(manifest.stage(), manifest.name()), file);
    List<String> lines = Collections.singletonList(manifest.toJson());
    try {
      fileSystem.mkdirs(path.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
    store.write(path, JavaConverters.asScalaIterator(lines.iterator()), false, hadoop);
  }

  /** The newest manifest of a stage under a name. */
  public Optional<RunManifest> last(String stage, String name) {
    return list(folder(stage, name)).stream()
        .max(Comparator.comparing(status -> status.getPath().getName()))
        .map(status -> read(status.getPath()));
  }

  /** The newest manifest of each stage and name, in the order of their start. */
  public List<RunManifest> newest() {
    List<RunManifest> manifests = new ArrayList<>();
    for (FileStatus stage : list(root)) {
      for (FileStatus name : list(stage.getPath())) {
        last(stage.getPath().getName(), name.getPath().getName()).ifPresent(manifests::add);
      }
    }
    manifests.sort(Comparator.comparing(RunManifest::started));
    return manifests;
  }

  private Path folder(String stage, String name) {
    return new Path(root, Workspace.checkedName(stage) + "/" + Workspace.checkedName(name));
  }

  private List<FileStatus> list(Path folder) {
    try {
      List<FileStatus> children = new ArrayList<>();
      for (FileStatus child : fileSystem.listStatus(folder)) {
        // file systems with check sums keep them in hidden files beside
        if (!child.getPath().getName().startsWith(".")) {
          children.add(child);
        }
      }
      return children;
    } catch (FileNotFoundException e) {
      return Collections.emptyList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunManifest read(Path path) {
    return RunManifest.fromJson(
        String.join("\n", JavaConverters.seqAsJavaList(store.read(path, hadoop))));
  }
}
