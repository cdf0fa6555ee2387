package org.hammingbird.spark.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Workspace;

/**
 * Times the stage {@code hash}, from the label table to the committed tables, beside a plain Java
 * loop that reads the same files through the same Hadoop file system on as many threads and only
 * hashes them. Both in turns in one process, Spark's start and the first round excluded. It prints
 * a line of JSON with seconds and the medians' ratio.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java $(mvn -q help:evaluate -Dexpression=test.jvm.opens -DforceStdout) \
 *     -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.stage.HashStageBenchmark FOLDER THREADS ROUNDS
 * </pre>
 */
public final class HashStageBenchmark {
  private static final HashAlgorithm[] ALGORITHMS = {
    HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
  };

  private static final Path WORKSPACE = Paths.get("target", "hash-benchmark").toAbsolutePath();

  private final Path folder;
  private final int threads;
  private final List<String> files;
  private final Map<String, Object> settings;
  private final SparkSession spark;

  private HashStageBenchmark(Path folder, int threads) throws Exception {
    this.folder = folder;
    this.threads = threads;
    try (Stream<Path> found = Files.list(folder)) {
      files =
          found.map(path -> path.getFileName().toString()).sorted().collect(Collectors.toList());
    }
    settings = label();
    spark = start(threads);
  }

  public static void main(String[] args) throws Exception {
    HashStageBenchmark benchmark =
        new HashStageBenchmark(Paths.get(args[0]).toAbsolutePath(), Integer.parseInt(args[1]));
    List<Double> loop = new ArrayList<>();
    List<Double> stage = new ArrayList<>();
    for (int round = 0; round <= Integer.parseInt(args[2]); round++) {
      double loopSeconds = benchmark.loop();
      double stageSeconds = benchmark.stage();
      System.err.printf(
          Locale.ROOT,
          "round %d%s: loop %.2f s, stage %.2f s%n",
          round,
          round == 0 ? " (warm-up)" : "",
          loopSeconds,
          stageSeconds);
      if (round > 0) {
        loop.add(loopSeconds);
        stage.add(stageSeconds);
      }
    }
    double rerun = benchmark.rerun();
    System.out.printf(
        Locale.ROOT,
        "{\"images\": %d, \"threads\": %d, \"loop-seconds\": %.2f, \"stage-seconds\": %.2f, \"efficiency\": %.3f, \"unchanged-seconds\": %.2f}%n",
        benchmark.files.size(),
        benchmark.threads,
        median(loop),
        median(stage),
        median(loop) / median(stage),
        rerun);
    System.exit(0);
  }

  private Map<String, Object> label() throws Exception {
    TestDatabase database = TestDatabase.empty("benchmark");
    database.execute(
        "CREATE TABLE ImageLabel (ImageID BIGINT PRIMARY KEY, LabelName VARCHAR(64), Type VARCHAR(16), ImageAddr VARCHAR(255))");
    for (int from = 0; from < files.size(); from += 5000) {
      StringBuilder rows = new StringBuilder("INSERT INTO ImageLabel VALUES ");
      for (int i = from; i < Math.min(files.size(), from + 5000); i++) {
        rows.append(i == from ? "" : ",")
            .append(String.format("(%d, 'any', 'train', '%s')", i, files.get(i)));
      }
      database.execute(rows.toString());
    }
    Map<String, Object> settings = database.settings();
    settings.put("images.roots", Collections.singletonList(folder.toString()));
    return settings;
  }

  private static SparkSession start(int threads) {
    return SparkSession.builder()
        .master("local[" + threads + "]")
        .appName("hash benchmark")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "16")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.inMemoryColumnarStorage.compressed", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .getOrCreate();
  }

  private double loop() throws Exception {
    long begun = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Long>> results = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      results.add(pool.submit(() -> hashAll(next)));
    }
    long sum = 0;
    for (Future<Long> result : results) {
      sum += result.get();
    }
    pool.shutdown();
    if (sum == 0) {
      throw new IllegalStateException("All hashes are zero");
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private long hashAll(AtomicInteger next) throws Exception {
    FileSystem fileSystem = FileSystem.get(folder.toUri(), new Configuration());
    ImageDecoder decoder = new ImageDecoder();
    long sum = 0;
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      byte[] content = read(fileSystem, files.get(i));
      ImageHash[] hashes =
          decoder.decode(content, image -> HashAlgorithm.hashAll(image.raster(), ALGORITHMS));
      sum += hashes[0].toLong() ^ hashes[1].toLong() ^ hashes[2].toLong();
    }
    return sum;
  }

  private byte[] read(FileSystem fileSystem, String file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve(file).toString());
    byte[] content = new byte[(int) fileSystem.getFileStatus(path).getLen()];
    try (FSDataInputStream in = fileSystem.open(path)) {
      in.readFully(0, content);
    }
    return content;
  }

  private double stage() {
    FileUtil.fullyDelete(WORKSPACE.toFile());
    return rerun();
  }

  private double rerun() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    StageContext context =
        StageContext.of(
            spark,
            Workspace.open(spark, WORKSPACE.toUri().toString()),
            TestSpark.settings(settings),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    long begun = System.nanoTime();
    new HashStage(context, HashOptions.from(context.settings())).run();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
