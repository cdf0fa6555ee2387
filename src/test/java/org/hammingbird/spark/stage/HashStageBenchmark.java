package org.hammingbird.spark.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * hashes them. Both in turns in one process, Spark's start and the first round excluded. After
 * these: a loop that only reads; a second run over the unchanged table; a run for {@value #ADDED}
 * new images beside one for them alone. It prints a line of JSON with seconds, the lower quartiles'
 * ratio, and the most memory (resident, and heap in use after a collection).
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java $(mvn -q help:evaluate -Dexpression=test.jvm.opens -DforceStdout) \
 *     -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.stage.HashStageBenchmark FOLDER THREADS ROUNDS [IMAGES]
 * </pre>
 *
 * With 0 rounds the stage runs once, cold, to see what memory it takes: add {@code -Xmx}.
 */
public final class HashStageBenchmark {
  private static final HashAlgorithm[] ALGORITHMS = {
    HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
  };

  private static final int ADDED = 500;

  private static final Path WORKSPACE = Paths.get("target", "hash-benchmark").toAbsolutePath();

  private final Path folder;
  private final int threads;
  private final List<String> files;
  private final TestDatabase database;
  private final Map<String, Object> settings;
  private final SparkSession spark;

  private HashStageBenchmark(Path folder, int threads, long images) throws Exception {
    this.folder = folder;
    this.threads = threads;
    try (Stream<Path> found = Files.list(folder)) {
      files =
          found
              .map(path -> path.getFileName().toString())
              .sorted()
              .limit(images)
              .collect(Collectors.toList());
    }
    database = TestDatabase.empty("benchmark");
    settings = database.settings();
    settings.put("images.roots", Collections.singletonList(folder.toString()));
    database.execute(
        "CREATE TABLE ImageLabel (ImageID BIGINT PRIMARY KEY, LabelName VARCHAR(64), Type VARCHAR(16), ImageAddr VARCHAR(255))");
    label(0);
    spark = start(threads);
  }

  public static void main(String[] args) throws Exception {
    long images = args.length > 3 ? Long.parseLong(args[3]) : Long.MAX_VALUE;
    HashStageBenchmark benchmark =
        new HashStageBenchmark(
            Paths.get(args[0]).toAbsolutePath(), Integer.parseInt(args[1]), images);
    HeapWatch heap = HeapWatch.start();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("images", benchmark.files.size());
    figures.put("threads", benchmark.threads);
    int rounds = Integer.parseInt(args[2]);
    if (rounds == 0) {
      figures.put("stage-seconds", benchmark.stage());
    } else {
      benchmark.compare(rounds, figures);
      benchmark.goOn(figures);
    }
    figures.put("resident-mb", HeapWatch.residentMegabytes());
    figures.put("heap-after-collection-mb", heap.megabytes());
    System.out.println(new ObjectMapper().writeValueAsString(figures));
    System.exit(0);
  }

  private void compare(int rounds, Map<String, Object> figures) throws Exception {
    List<Double> loop = new ArrayList<>();
    List<Double> stage = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double loopSeconds = loop(this::hash);
      double stageSeconds = stage();
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
    figures.put("loop-seconds", lowerQuartile(loop));
    figures.put("stage-seconds", lowerQuartile(stage));
    figures.put("efficiency", rounded(lowerQuartile(loop) / lowerQuartile(stage)));
    figures.put("loop-reading-seconds", loop((decoder, content) -> content.length));
  }

  private void goOn(Map<String, Object> figures) throws Exception {
    figures.put("unchanged-seconds", rerun());
    int before = files.size() - ADDED;
    database.execute("DELETE FROM ImageLabel WHERE ImageID >= " + before);
    rerun();
    label(before);
    figures.put("added-seconds", rerun());
    database.execute("DELETE FROM ImageLabel WHERE ImageID < " + before);
    figures.put("added-alone-seconds", stage());
  }

  private void label(int first) throws Exception {
    for (int from = first; from < files.size(); from += 5000) {
      StringBuilder rows = new StringBuilder("INSERT INTO ImageLabel VALUES ");
      for (int i = from; i < Math.min(files.size(), from + 5000); i++) {
        rows.append(i == from ? "" : ",")
            .append(String.format("(%d, 'any', 'train', '%s')", i, files.get(i)));
      }
      database.execute(rows.toString());
    }
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

  private double loop(Work work) throws Exception {
    long begun = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Long>> results = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      results.add(pool.submit(() -> all(next, work)));
    }
    long sum = 0;
    for (Future<Long> result : results) {
      sum += result.get();
    }
    pool.shutdown();
    if (sum == 0) {
      throw new IllegalStateException("All hashes are zero");
    }
    return seconds(begun);
  }

  private long all(AtomicInteger next, Work work) throws Exception {
    FileSystem fileSystem = FileSystem.get(folder.toUri(), new Configuration());
    ImageDecoder decoder = new ImageDecoder();
    long sum = 0;
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      sum += work.on(decoder, read(fileSystem, files.get(i)));
    }
    return sum;
  }

  private long hash(ImageDecoder decoder, byte[] content) throws Exception {
    ImageHash[] hashes =
        decoder.decode(content, image -> HashAlgorithm.hashAll(image.raster(), ALGORITHMS));
    return hashes[0].toLong() ^ hashes[1].toLong() ^ hashes[2].toLong();
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
    return seconds(begun);
  }

  private static double seconds(long begun) {
    return rounded((System.nanoTime() - begun) / 1e9);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private interface Work {
    long on(ImageDecoder decoder, byte[] content) throws Exception;
  }

  /** What else runs on the machine can only make a round longer. */
  private static double lowerQuartile(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) / 4);
  }
}
