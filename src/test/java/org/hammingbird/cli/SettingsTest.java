package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path folder;

  @Test
  void aFlagGoesBeforeSparkBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
    String file = file("hammingbird { seed = 1, pixels.side = 32 }");
    Map<String, String> environment = Map.of("HAMMINGBIRD_SEED", "2", "PATH", "/bin");
    Map<String, String> spark = Map.of("spark.hammingbird.seed", "3", "spark.master", "local");
    assertThat(seed(Map.of("seed", "4"), spark, environment, file)).isEqualTo(4);
    assertThat(seed(Map.of(), spark, environment, file)).isEqualTo(3);
    assertThat(seed(Map.of(), Map.of(), environment, file)).isEqualTo(2);
    assertThat(seed(Map.of(), Map.of(), Map.of(), file)).isEqualTo(1);
    assertThat(seed(Map.of(), Map.of(), Map.of(), null)).isEqualTo(20170101);
    assertThat(Settings.load(Map.of(), Map.of(), Map.of(), file).getInt("pixels.side"))
        .isEqualTo(32);
  }

  @Test
  void theFileMayBeNamedByUri() throws IOException {
    String uri = Paths.get(file("hammingbird { seed = 1 }")).toUri().toString();
    assertThat(seed(Map.of(), Map.of(), Map.of(), uri)).isEqualTo(1);
    assertRefused(
        "file:/no/such.conf",
        () -> Settings.load(Map.of(), Map.of(), Map.of(), "file:/no/such.conf"));
  }

  @Test
  void anUnknownKeyIsRefusedWhereverItStands() throws IOException {
    String file = file("hammingbird { pixels.size = 32 }");
    assertRefused("pixels.size", () -> Settings.load(Map.of(), Map.of(), Map.of(), file));
    assertRefused(
        "pixels.size", () -> Settings.load(Map.of("pixels.size", "3"), Map.of(), Map.of(), null));
    assertRefused("pixels", () -> Settings.load(Map.of("pixels", "3"), Map.of(), Map.of(), null));
    assertRefused(
        "nonsense",
        () -> Settings.load(Map.of(), Map.of("spark.hammingbird.nonsense", "3"), Map.of(), null));
    assertRefused(
        "HAMMINGBIRD_SED",
        () -> Settings.load(Map.of(), Map.of(), Map.of("HAMMINGBIRD_SED", "3"), null));
    String outside = file("seed = 3");
    assertRefused("seed", () -> Settings.load(Map.of(), Map.of(), Map.of(), outside));
  }

  @Test
  void aValueOfAnotherTypeIsRefusedWithTheValue() {
    assertRefused("many", () -> Settings.load(Map.of("seed", "many"), Map.of(), Map.of(), null));
    assertRefused(
        "no-such.conf",
        () ->
            Settings.load(Map.of(), Map.of(), Map.of(), folder.resolve("no-such.conf").toString()));
  }

  @Test
  void aNumberServesWhereTextIsExpectedAndCommasMakeAList() throws IOException {
    String file = file("hammingbird { split.at = 40000 }");
    assertThat(Settings.load(Map.of(), Map.of(), Map.of(), file).getString("split.at"))
        .isEqualTo("40000");
    Config settings = Settings.load(Map.of("images.roots", "/a, /b"), Map.of(), Map.of(), null);
    assertThat(settings.getStringList("images.roots")).isEqualTo(List.of("/a", "/b"));
  }

  @Test
  void thePasswordIsNoSetting() {
    Config settings =
        Settings.load(Map.of(), Map.of(), Map.of("HAMMINGBIRD_DATABASE_PASSWORD", "s3cret"), null);
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void everyKeyHasItsHelpText() {
    for (String group : Settings.groups()) {
      for (String key : Settings.keys(group)) {
        assertThat(Settings.help(key)).as(key).isNotBlank();
      }
    }
  }

  private static long seed(
      Map<String, String> flags,
      Map<String, String> spark,
      Map<String, String> environment,
      String file) {
    return Settings.load(flags, spark, environment, file).getLong("seed");
  }

  private static void assertRefused(
      String named, org.assertj.core.api.ThrowableAssert.ThrowingCallable load) {
    assertThatThrownBy(load).isInstanceOf(UserException.class).hasMessageContaining(named);
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "settings", ".conf"), content).toString();
  }
}
