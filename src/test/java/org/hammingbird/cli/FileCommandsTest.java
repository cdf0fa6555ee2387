package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hammingbird.hash.CropResistantHash;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.Golden;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on single files, {@code inspect} and {@code compare}. */
final class FileCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path image;

  @BeforeEach
  void copyAnImage() throws IOException {
    image = Files.write(folder.resolve("grün é.jpg"), Golden.read("odd-34x42.jpg"));
  }

  @Test
  void jsonHoldsEveryHashAndMeasureOfAnImage() throws Exception {
    assertThat(run("inspect", "--json", image.toString())).isZero();
    JsonNode line = JSON.readTree(out.toString());
    Raster raster = new ImageDecoder().decode(Files.readAllBytes(image)).raster();
    assertThat(line.get("file").asText()).isEqualTo(image.toString());
    assertThat(line.get("format").asText()).isEqualTo("jpeg");
    assertThat(line.get("width").asInt()).isEqualTo(34);
    assertThat(line.get("height").asInt()).isEqualTo(42);
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      assertThat(line.get("hashes").get(algorithm.column()).asText())
          .isEqualTo(algorithm.hash(raster).hex());
    }
    assertThat(line.get("hashes").get("crop_resistant_hash").asText())
        .isEqualTo(CropResistantHash.of(raster).toString());
    for (QualityMeasure measure : QualityMeasure.values()) {
      assertThat(line.get("quality").get(measure.column()).isNumber()).isTrue();
    }
  }

  @Test
  void manyFilesAreAnsweredInTheirOrderWhateverTheyHold() throws Exception {
    Files.write(folder.resolve("broken.jpg"), Arrays.copyOf(Golden.read("odd-34x42.jpg"), 300));
    Files.createFile(folder.resolve("empty.png"));
    Files.writeString(folder.resolve("text.gif"), "no image");
    String[] names = {"broken.jpg", "empty.png", "text.gif", "absent.png", "", "grün é.jpg"};
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      files.add(folder.resolve(names[i % names.length]).toString());
    }
    Path list = Files.write(folder.resolve("list"), files);
    assertThat(run("inspect", "--json", "--files-from", list.toString())).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(300);
    String[] errors = {
      "truncated", "empty", "unsupported-format", "not-found", "unsupported-format", null
    };
    for (int i = 0; i < lines.length; i++) {
      JsonNode line = JSON.readTree(lines[i]);
      assertThat(line.get("file").asText()).isEqualTo(files.get(i));
      String error = errors[i % errors.length];
      assertThat(line.has("error")).isEqualTo(error != null);
      if (error != null) {
        assertThat(line.get("error").asText()).isEqualTo(error);
        assertThat(line.get("detail").asText()).isNotEmpty();
      }
    }
  }

  @Test
  void aListThatIsNotUtf8CostsOneNameNotAll() throws Exception {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.writeBytes((image + "\n").getBytes(StandardCharsets.UTF_8));
    names.writeBytes("b\u00fcste.png\n".getBytes(StandardCharsets.ISO_8859_1));
    names.writeBytes((image + "\n").getBytes(StandardCharsets.UTF_8));
    Path list = Files.write(folder.resolve("list"), names.toByteArray());

    assertThat(run("inspect", "--json", "--files-from", list.toString())).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(3);
    assertThat(JSON.readTree(lines[0]).has("hashes")).isTrue();
    assertThat(JSON.readTree(lines[1]).get("error").asText()).isEqualTo("not-found");
    assertThat(JSON.readTree(lines[2]).has("hashes")).isTrue();
  }

  @Test
  void textNamesWhatWasFound() {
    assertThat(run("inspect", image.toString(), "/no/such/file")).isZero();
    assertThat(out.toString())
        .contains(image + ": jpeg, 34 x 42 pixels")
        .containsPattern("phash64 +[0-9a-f]{16}\\R")
        .contains("sharpness")
        .contains("/no/such/file: not-found:");
  }

  @Test
  void inspectWithoutFilesOrWithoutItsListIsTheUsersMistake() {
    assertThat(run("inspect")).isEqualTo(2);
    assertThat(err.toString()).contains("name files, or a list with --files-from");
    assertThat(run("inspect", "--files-from", "/no/such/list")).isEqualTo(2);
    assertThat(err.toString()).contains("no readable file /no/such/list").doesNotContain("\tat ");
  }

  @Test
  void compareJudgesByDistancesAndPixels() throws Exception {
    assertThat(run("compare", image.toString(), image.toString())).isZero();
    assertThat(out.toString())
        .contains("phash64              0 of  64 bits  alike")
        .contains("pixels' similarity 1.000")
        .containsPattern("(?m)^near-duplicates: ");
    Path other = Files.write(folder.resolve("other.png"), Golden.read("noise.png"));
    assertThat(run("compare", image.toString(), other.toString())).isZero();
    assertThat(out.toString()).containsPattern("(?m)^different: ");
  }

  @Test
  void compareChecksItsSettings() throws Exception {
    Path conf = Files.writeString(folder.resolve("my.conf"), "hammingbird.pixels.side = 0");

    assertThat(run("compare", image.toString(), image.toString(), "--conf-file", conf.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("Invalid pixels.side: 0 (must be 16 to 512")
        .doesNotContain("\tat ");
  }

  @Test
  void whatCannotBeComparedIsSaidInOneSentence() {
    assertThat(run("compare", image.toString(), folder.resolve("absent").toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("There is no such file (not-found)")
        .doesNotContain("\tat ");
  }

  private int run(String... args) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    return main.execute(args);
  }
}
