package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shaded jar holds, and that it works on executors which have nothing else. */
class ShadedJarIT {
  private static final int JAVA_11 = 55;

  @TempDir Path folder;

  @Test
  void holdsNothingThatThePlatformBrings() throws IOException {
    List<String> classes = names(".class");
    assertThat(classes)
        .contains(
            "org/hammingbird/cli/Main.class",
            "org/hammingbird/shaded/config/Config.class",
            "io/delta/sql/DeltaSparkSessionExtension.class",
            "com/mysql/cj/jdbc/Driver.class")
        .noneMatch(name -> name.startsWith("ch/vorburger/") || name.startsWith("com/typesafe/"));
    Set<String> platform = new HashSet<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(SparkSubmit.sparkHome().resolve("jars"), "*.jar")) {
      for (Path jar : jars) {
        entries(jar).filter(name -> name.endsWith(".class")).forEach(platform::add);
      }
    }
    assertThat(platform).contains("org/apache/spark/SparkContext.class", "scala/Option.class");
    platform.removeIf(name -> name.endsWith("module-info.class"));
    classes.retainAll(platform);
    assertThat(classes).as("classes that Spark's own jars hold, too").isEmpty();
  }

  @Test
  void runsOnJava11() throws IOException {
    List<String> newer = new ArrayList<>();
    try (JarFile jar = new JarFile(SparkSubmit.jar().toFile())) {
      for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
        if (entry.getName().endsWith(".class")
            && !entry.getName().startsWith("META-INF/versions/")) {
          try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt();
            in.readUnsignedShort();
            if (in.readUnsignedShort() > JAVA_11) {
              newer.add(entry.getName());
            }
          }
        }
      }
    }
    assertThat(newer).isEmpty();
  }

  @Test
  void holdsOneBuildOfTheNativesAndAllServices() throws IOException {
    assertThat(names("libnd4jcpu.so"))
        .containsExactly(
            "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn/libnd4jcpu.so");
    assertThat(names("libdnnl.so.3"))
        .containsExactly("org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3");
    assertThat(names(".SF")).isEmpty();
    assertThat(service("org.nd4j.linalg.factory.Nd4jBackend")).contains("CpuBackend");
    assertThat(service("java.sql.Driver")).contains("com.mysql.cj.jdbc.Driver");
    assertThat(service("org.apache.spark.sql.sources.DataSourceRegister"))
        .contains("org.apache.spark.sql.delta");
    assertThat(service("javax.imageio.spi.ImageReaderSpi"))
        .contains("JPEGImageReaderSpi", "WebPImageReaderSpi", "TIFFImageReaderSpi");
    assertThat(names("META-INF/licenses/mysql-connector-j-jar/LICENSE")).hasSize(1);
  }

  @Test
  void trainsAndWritesOnExecutorsOfTheirOwn() throws Exception {
    SparkSubmit.Running run =
        SparkSubmit.onLocalCluster()
            .conf("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .conf(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .option("--class", SmokeJob.class.getName())
            .option("--jars", SparkSubmit.jar().toString())
            .start(folder, "smoke", smokeJar().toString(), folder.resolve("table").toString());

    assertThat(run.exitCode(240)).as(run.output()).isZero();
    assertThat(run.output()).contains("natives: CpuBackend 40.0").contains("rows: 150");
    double accuracy =
        Double.parseDouble(run.output().replaceAll("(?s).*accuracy: ([0-9.]+).*", "$1"));
    assertThat(accuracy).isGreaterThan(0.9);
  }

  private Path smokeJar() throws IOException, URISyntaxException {
    Path classes =
        Paths.get(SmokeJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = folder.resolve("smoke.jar");
    String name = SmokeJob.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      Files.copy(classes.resolve(name), out);
      out.closeEntry();
    }
    return jar;
  }

  private static List<String> names(String suffix) throws IOException {
    return entries(SparkSubmit.jar()).filter(n -> n.endsWith(suffix)).collect(Collectors.toList());
  }

  private static Stream<String> entries(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.stream().map(JarEntry::getName).collect(Collectors.toList()).stream();
    }
  }

  private static String service(String name) throws IOException {
    try (JarFile jar = new JarFile(SparkSubmit.jar().toFile());
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/services/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
