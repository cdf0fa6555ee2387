package org.hammingbird.spark.stage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.TestSpark;

/**
 * Seconds for the candidates of the stage neighbors on {@code local[2]}, from Parquet to Parquet:
 * checks, estimate and plan included, verification not. The hashes are those that {@code
 * org.hammingbird.neighbor.RealHashes} made.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -Xmx6g OPENS \
 *   -cp target/test-classes:target/classes:$(cat target/classpath) \
 *   org.hammingbird.spark.stage.CandidateJoinBenchmark hashes.bin /tmp/join broadcast:1000000:8:3 \
 *   broadcast:10000000:6:2 shuffle:1000000:8:2 similar:1000000:1:3
 * }</pre>
 *
 * <p>with {@code OPENS} the property {@code test.jvm.opens} of pom.xml. The last number is that of
 * the runs: the first one is cold. {@code similar:SIZE:PICTURES:RUNS} looks for the ten nearest to
 * some pictures.
 */
public final class CandidateJoinBenchmark {
  private static final StructType HASHES =
      new StructType().add("image_id", DataTypes.LongType).add("dhash64", DataTypes.LongType);

  private CandidateJoinBenchmark() {}

  public static void main(String[] args) throws IOException {
    SparkSession spark = TestSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    for (String argument : Arrays.asList(args).subList(2, args.length)) {
      String[] parts = argument.split(":");
      Path table = table(spark, args, Integer.parseInt(parts[1]));
      if (parts[0].equals("similar")) {
        similar(spark, table, argument, Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        continue;
      }
      NeighborsOptions options =
          NeighborsOptions.from(
              TestSpark.settings(
                  Map.of(
                      "neighbors.algorithms",
                      List.of("dhash64"),
                      "neighbors.join",
                      parts[0],
                      "neighbors.crops",
                      false,
                      "neighbors.max-pairs",
                      1_000_000_000,
                      "neighbors.radius",
                      Integer.parseInt(parts[2]))));
      for (int run = 0; run < Integer.parseInt(parts[3]); run++) {
        long begun = System.nanoTime();
        Dataset<Row> hashes = spark.read().parquet(table.toString());
        CandidateJoin join = JoinChoice.of(spark, options, hashes).choose().join();
        spark
            .createDataFrame(join.candidates(), CandidateJoin.CANDIDATES)
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(args[1] + "/candidates");
        double seconds = (System.nanoTime() - begun) / 1e9;
        long found = spark.read().parquet(args[1] + "/candidates").count();
        System.out.printf(
            "%s run %d: %.2f s, %,d pairs, %s%n", argument, run, seconds, found, join.plans());
      }
    }
  }

  private static void similar(
      SparkSession spark, Path table, String argument, int pictures, int runs) {
    Dataset<Row> hashes =
        spark
            .read()
            .parquet(table.toString())
            .selectExpr(
                "*",
                "string(image_id) source_id",
                "'label' label",
                "'train' split",
                "'address' address");
    SimilarImages images = new SimilarImages(hashes, HashAlgorithm.DHASH64, PixelVariant.EXACT, 32);
    long[] asked = new Random(1).longs(pictures).toArray();
    for (int run = 0; run < runs; run++) {
      long begun = System.nanoTime();
      int found = images.nearest(asked, 10, 64).get(0).size();
      System.out.printf(
          "%s run %d: %.2f s, %d nearest%n",
          argument, run, (System.nanoTime() - begun) / 1e9, found);
    }
  }

  private static Path table(SparkSession spark, String[] args, int size) throws IOException {
    Path table = Paths.get(args[1], "hashes-" + size);
    if (!Files.exists(table.resolve("_SUCCESS"))) {
      try (DataInputStream in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(Paths.get(args[0])), 1 << 20))) {
        for (int from = 0; from < size; from += 500_000) {
          List<Row> rows = new ArrayList<>();
          for (int i = from; i < Math.min(size, from + 500_000); i++) {
            rows.add(RowFactory.create((long) i, in.readLong()));
          }
          spark
              .createDataFrame(rows, HASHES)
              .coalesce(1)
              .write()
              .mode(SaveMode.Append)
              .parquet(table.toString());
        }
      }
    }
    return table;
  }
}
