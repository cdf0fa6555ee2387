package org.hammingbird.spark.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.io.FileUtils;
import org.hammingbird.spark.S3Server;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;

/**
 * Times the stage {@code hash}, two tasks at a time, over images inside of one zip and over the
 * same images as separate files: in a local folder, and in an object store in memory that takes so
 * many milliseconds for each request. In turns in one process after a warm-up, the best of each. It
 * prints a line of JSON with seconds and ratios.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -Xmx4g $(mvn -q help:evaluate -Dexpression=test.jvm.opens -DforceStdout) \
 *     -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.stage.ArchiveBenchmark ZIP DELAY ROUNDS
 * </pre>
 *
 * CIFAR-10's {@code train.zip} has entries {@code train/1.jpg} and so on.
 */
public final class ArchiveBenchmark {
  private static final Path FOLDER = Paths.get("target", "archive-benchmark").toAbsolutePath();

  private final TestDatabase database;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private ArchiveBenchmark(TestDatabase database) {
    this.database = database;
  }

  public static void main(String[] args) throws Exception {
    Path zip = Paths.get(args[0]).toAbsolutePath();
    FileUtils.deleteDirectory(FOLDER.toFile());
    TestDatabase database = TestDatabase.empty("archives");
    ArchiveBenchmark benchmark = new ArchiveBenchmark(database);
    try (S3Server store = S3Server.start(Long.parseLong(args[1]))) {
      store.configure(TestSpark.session().sparkContext().hadoopConfiguration());
      benchmark.unpack(zip, store);
      benchmark.compare("local", FOLDER.resolve("images").toString(), Integer.parseInt(args[2]));
      benchmark.compare("store", "s3a://birds/images", Integer.parseInt(args[2]));
    }
    System.out.println(new ObjectMapper().writeValueAsString(benchmark.figures));
    System.exit(0);
  }

  private void unpack(Path zip, S3Server store) throws Exception {
    Path images = Files.createDirectories(FOLDER.resolve("images"));
    Files.copy(zip, images.resolve("all.zip"));
    store.put("birds/images/all.zip", Files.readAllBytes(zip));
    StringBuilder rows = new StringBuilder();
    int count = 0;
    database.execute(HashedCollection.TABLE);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().endsWith(".jpg")) {
          continue;
        }
        byte[] content = in.readAllBytes();
        Path file = images.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        store.put("birds/images/" + entry.getName(), content);
        rows.append(rows.length() == 0 ? "" : ",")
            .append(String.format("(%d, 'any', 'train', '%s')", count++, entry.getName()));
        if (count % 5000 == 0) {
          database.execute("INSERT INTO ImageLabel VALUES " + rows);
          rows.setLength(0);
        }
      }
    }
    if (rows.length() > 0) {
      database.execute("INSERT INTO ImageLabel VALUES " + rows);
    }
    figures.put("images", count);
  }

  private void compare(String where, String root, int rounds) throws Exception {
    double files = Double.MAX_VALUE;
    double zip = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      database.execute("UPDATE ImageLabel SET ImageAddr = SUBSTRING_INDEX(ImageAddr, '!/', -1)");
      files = Math.min(files, seconds(root));
      database.execute("UPDATE ImageLabel SET ImageAddr = CONCAT('all.zip!/', ImageAddr)");
      zip = Math.min(zip, seconds(root));
    }
    figures.put(where + "-files-seconds", rounded(files));
    figures.put(where + "-zip-seconds", rounded(zip));
    figures.put("zip-vs-files-" + where, rounded(files / zip));
  }

  private double seconds(String root) throws Exception {
    Path workspace = FOLDER.resolve("workspace");
    FileUtils.deleteDirectory(workspace.toFile());
    Map<String, Object> settings = database.settings();
    settings.put("images.roots", Collections.singletonList(root));
    StageContext context =
        TestSpark.context(workspace, TestSpark.settings(settings), new ByteArrayOutputStream());
    long begun = System.nanoTime();
    RunManifest run = new HashStage(context, HashOptions.from(context.settings())).run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (!run.results().get("rejected").equals(0L)) {
      throw new IllegalStateException("Rejected: " + run.results());
    }
    System.err.printf("%s: %.1f s%n", root, seconds);
    return seconds;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
