package org.hammingbird.spark.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.hammingbird.spark.S3Server;

/**
 * Times how one task fetches small objects by Hadoop's s3a from a store that takes 20 ms for each
 * request: one at a time, and {@code images.fetches-in-flight} ahead. Prints a line of JSON with
 * objects a second and their ratio.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.image.S3FetchBenchmark [IN_FLIGHT] [ROUNDS]
 * </pre>
 */
public final class S3FetchBenchmark {
  private static final int DELAY_MILLIS = 20;
  private static final int OBJECTS = 2000;
  private static final int ONE_BY_ONE = 200;
  private static final int BYTES = 4096;

  private S3FetchBenchmark() {}

  public static void main(String[] args) throws Exception {
    int inFlight = args.length > 0 ? Integer.parseInt(args[0]) : 32;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    try (S3Server store = S3Server.start(DELAY_MILLIS)) {
      byte[] content = new byte[BYTES];
      new Random(1).nextBytes(content);
      for (int i = 0; i < OBJECTS; i++) {
        store.put("birds/images/" + i + ".jpg", content);
      }
      Configuration hadoop = new Configuration();
      store.configure(hadoop);
      AllowedRoots roots = AllowedRoots.of(Collections.singletonList("s3a://birds/images"), hadoop);
      ImageFetcher fetcher = new ImageFetcher(roots, hadoop, 1 << 20);
      perSecond(fetcher, OBJECTS, inFlight); // warm-up
      double one = 0;
      double many = 0;
      for (int round = 0; round < rounds; round++) {
        one = Math.max(one, perSecond(fetcher, ONE_BY_ONE, 0));
        many = Math.max(many, perSecond(fetcher, OBJECTS, inFlight));
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("s3-objects-a-second-one-at-a-time", rounded(one));
      figures.put("s3-objects-a-second", rounded(many));
      figures.put("s3-concurrent-gets", rounded(many / one));
      figures.put("in-flight", inFlight);
      System.out.println(new ObjectMapper().writeValueAsString(figures));
    }
  }

  private static double perSecond(ImageFetcher fetcher, int objects, int inFlight)
      throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      names.add(i + ".jpg");
    }
    long begun = System.nanoTime();
    long bytes = 0;
    try (SeparateFiles<String> files =
        new SeparateFiles<>(names.iterator(), Function.identity(), fetcher, inFlight)) {
      while (files.hasNext()) {
        bytes += files.next().file().content().length;
      }
    }
    if (bytes != (long) objects * BYTES) {
      throw new IllegalStateException("Fetched " + bytes + " bytes");
    }
    return objects / ((System.nanoTime() - begun) / 1e9);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
