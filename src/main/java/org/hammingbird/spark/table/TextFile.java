package org.hammingbird.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Small texts that settings name, read before Spark is started: by a path of this machine, or by
 * the URI of any file system that Hadoop knows here ({@code hdfs:}, {@code gs:}, {@code s3:} …).
 */
public final class TextFile {
  private static final int MAX_BYTES = 1 << 20;

  // two letters at least: a single one is a drive
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private TextFile() {}

  /** Whether this names a file by URI. */
  public static boolean isUri(String location) {
    return URI.matcher(location).matches();
  }

  /**
   * The whole text, in UTF-8.
   *
   * @throws IOException where it cannot be read, or is larger than a megabyte
   */
  public static String read(String location) throws IOException {
    try (InputStream in = open(location)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Hadoop's configuration as spark-submit passed it, also before there is a session. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static InputStream open(String location) throws IOException {
    if (!isUri(location)) {
      return Files.newInputStream(Paths.get(location));
    }
    Path path = new Path(location);
    return path.getFileSystem(hadoop()).open(path);
  }
}
