package org.hammingbird.cli;

import org.apache.spark.package$;
import org.hammingbird.UserException;

/**
 * What this jar runs on: Spark 3.5 with Scala 2.12 on Java 11 or 17. On anything else it would end
 * somewhere in the middle with a class or a method that is not there.
 */
final class Platform {
  private static final String RELEASES =
      "Dataproc images 2.2 and 2.3, Dataproc Serverless runtime 1.2, EMR 7.x and Apache's"
          + " spark-3.5.x-bin-hadoop3 have what is needed";

  private Platform() {}

  /**
   * Makes sure that the platform is one of these.
   *
   * @throws UserException that says which release to choose
   */
  static void require() {
    require(
        package$.MODULE$.SPARK_VERSION(),
        scala.util.Properties.versionNumberString(),
        Runtime.version().feature());
  }

  static void require(String spark, String scala, int java) {
    if (!spark.startsWith("3.5.") || !scala.startsWith("2.12.")) {
      throw new UserException(
          String.format(
              "This is Spark %s with Scala %s, and Hammingbird needs Spark 3.5 with Scala 2.12: %s",
              spark, scala, RELEASES));
    }
    if (java != 11 && java != 17) {
      throw new UserException(
          String.format(
              "This is Java %d, and Spark 3.5 with Hammingbird needs Java 11 or 17: set JAVA_HOME to one; %s",
              java, RELEASES));
    }
  }
}
