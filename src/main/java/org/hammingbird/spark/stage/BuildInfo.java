package org.hammingbird.spark.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/** Which build of the program this is, and what it runs on. */
public final class BuildInfo {
  private static final Properties BUILD = load();

  private BuildInfo() {}

  /** The program's version. */
  public static String version() {
    return BUILD.getProperty("git.build.version", "unknown");
  }

  /**
   * The commit that the program was built from, with {@code -dirty} where files had been changed.
   */
  public static String commit() {
    boolean dirty = Boolean.parseBoolean(BUILD.getProperty("git.dirty", "false"));
    return BUILD.getProperty("git.commit.id", "unknown") + (dirty ? "-dirty" : "");
  }

  static Map<String, String> versions(SparkSession spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("hammingbird", version());
    versions.put("commit", commit());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in =
        BuildInfo.class.getResourceAsStream("/org/hammingbird/build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
