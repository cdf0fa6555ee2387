package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ArchiveIT {
  private final SparkSession spark = TestSpark.session();

  @TempDir Path folder;

  @Test
  void unpacksThePythonForm() throws IOException {
    Cifar10Sample.writePython(folder.resolve("cifar-10-batches-py"), 3);
    assertUnpacks(folder.resolve("cifar-10-batches-py"));
  }

  @Test
  void unpacksTheBinaryFormFoundInTheFolderAbove() throws IOException {
    Cifar10Sample.writeBinary(folder.resolve("cifar-10-batches-bin"), 3);
    assertUnpacks(folder);
  }

  private void assertUnpacks(Path archive) throws IOException {
    List<String[]> rows = unpack(archive);
    assertThat(rows).hasSize(18);
    for (int i = 0; i < 18; i++) {
      int batch = i / 3 + 1;
      String[] row = rows.get(i);
      assertThat(row[0]).isEqualTo(String.valueOf(i + 1));
      assertThat(row[1]).isEqualTo(Cifar10Sample.CLASSES[Cifar10Sample.label(batch, i % 3)]);
      assertThat(row[2]).isEqualTo(batch == 6 ? "test" : "train");
      BufferedImage image = ImageIO.read(Paths.get(URI.create(row[3])).toFile());
      assertThat(image.getWidth()).isEqualTo(32);
      assertThat(image.getHeight()).isEqualTo(32);
      assertThat(image.getRGB(5, 9) & 0xFFFFFF)
          .isEqualTo(
              Cifar10Sample.sample(batch, i % 3, 0, 293) << 16
                  | Cifar10Sample.sample(batch, i % 3, 1, 293) << 8
                  | Cifar10Sample.sample(batch, i % 3, 2, 293));
    }
  }

  @Test
  void leavesFinishedBatchesAloneAndUnpacksChangedAndHalfOnesAgain() throws IOException {
    Path archive = folder.resolve("cifar-10-batches-bin");
    Cifar10Sample.writeBinary(archive, 2);
    List<String[]> rows = unpack(archive);
    Path kept = Paths.get(URI.create(rows.get(0)[3]));
    Path changed = Paths.get(URI.create(rows.get(2)[3]));
    Path half = Paths.get(URI.create(rows.get(4)[3]));
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    for (Path file : List.of(kept, changed, half)) {
      Files.setLastModifiedTime(file, old);
    }
    Files.write(archive.resolve("data_batch_2.bin"), Cifar10Sample.binaryBatch(9, 2));
    Files.delete(half.resolveSibling("done"));

    List<String[]> again = unpack(archive);

    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(changed)).isGreaterThan(old);
    assertThat(Files.getLastModifiedTime(half)).isGreaterThan(old);
    assertThat(again.get(0)).containsExactly(rows.get(0));
    assertThat(again.get(2)[1]).isEqualTo(Cifar10Sample.CLASSES[Cifar10Sample.label(9, 0)]);
  }

  @Test
  void refusesAFolderWithoutAnArchive() {
    assertThatThrownBy(() -> Cifar10Archive.open(spark, folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("cifar-10-batches-py");
  }

  @Test
  void namesTheClasses() throws IOException {
    Cifar10Sample.writePython(folder, 1);
    assertThat(Cifar10Archive.open(spark, folder.toString()).classes())
        .containsExactly(Cifar10Sample.CLASSES);
  }

  private List<String[]> unpack(Path archive) throws IOException {
    String labels =
        Cifar10Archive.open(spark, archive.toString()).unpack(folder.resolve("out").toString());
    List<String> lines = Files.readAllLines(Paths.get(URI.create(labels)));
    assertThat(lines.get(0)).isEqualTo("id,label,split,address");
    return lines.stream().skip(1).map(line -> line.split(",")).collect(Collectors.toList());
  }
}
