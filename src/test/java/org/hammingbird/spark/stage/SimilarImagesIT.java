package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarImagesIT {
  @TempDir Path folder;

  @Test
  void nearestImagesComeFirstAndEquallyNearOnesById() {
    HashedImages images = new HashedImages();
    long[] hashes = {0b1111, 0b0111, 0b0001, 0b0010, 0, -1};
    for (int i = 0; i < hashes.length; i++) {
      long[] bits = {0, hashes[i], 0};
      images.add(10 - i, "label" + i, "train", bits, HashedImages.draw(i, 1), 100);
    }
    images.publish(context());
    SimilarImages similar = SimilarImages.in(context(), "phash64");
    assertThat(similar.size()).isEqualTo(6);
    List<List<Row>> found = similar.nearest(new long[] {0, 0b1111, 0x5555555500000000L}, 3, 10);
    assertThat(lines(found.get(0)))
        .containsExactly(
            "6 label4 file:/images/6 0", "7 label3 file:/images/7 1", "8 label2 file:/images/8 1");
    assertThat(lines(found.get(1))).first().isEqualTo("10 label0 file:/images/10 0");
    assertThat(found.get(2)).isEmpty();
    assertThat(lines(similar.nearest(new long[] {-1}, 1, 64).get(0)))
        .containsExactly("5 label5 file:/images/5 0");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> SimilarImages.in(context(), "phash64"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no table hashes yet");
    new HashedImages().add(1, "cat", "train", 1).publish(context());
    assertThatThrownBy(() -> SimilarImages.in(context(), "whash64"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("The table hashes has no whash64");
    assertThatThrownBy(() -> SimilarImages.in(context(), "pdq256"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid --algorithm: pdq256");
  }

  private static List<String> lines(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.getLong(0)
                    + " "
                    + row.getString(2)
                    + " "
                    + row.getString(4)
                    + " "
                    + row.getInt(5))
        .collect(Collectors.toList());
  }

  private StageContext context() {
    return TestSpark.context(folder, TestSpark.settings(Map.of()), new ByteArrayOutputStream());
  }
}
