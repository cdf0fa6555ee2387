package org.hammingbird.spark.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.hammingbird.hash.CropResistantHash;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.Golden;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFunctionsIT {
  private static final String[] GOOD = {"grey.jpg", "few-tones-0.png", "noise.png", "cmyk.jpg"};

  @TempDir Path folder;
  private SparkSession shared;
  private SparkSession spark;

  @BeforeEach
  void startASessionWithTheExtension() throws Exception {
    shared = TestSpark.session();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    spark =
        SparkSession.builder()
            .sparkContext(shared.sparkContext())
            .withExtensions(
                new scala.runtime.AbstractFunction1<
                    SparkSessionExtensions, scala.runtime.BoxedUnit>() {
                  @Override
                  public scala.runtime.BoxedUnit apply(SparkSessionExtensions extensions) {
                    return new HammingbirdExtensions().apply(extensions);
                  }
                })
            .getOrCreate();
    for (String name : GOOD) {
      Files.write(folder.resolve(name), Golden.read(name));
    }
    Files.write(folder.resolve("z-half.jpg"), Arrays.copyOf(Golden.read("grey.jpg"), 400));
    Files.writeString(folder.resolve("z-text.png"), "no image");
    spark
        .read()
        .format("binaryFile")
        .load(folder.toUri().toString())
        .createOrReplaceTempView("files");
  }

  @AfterEach
  void returnToTheSharedSession() {
    SparkSession.setActiveSession(shared);
    SparkSession.setDefaultSession(shared);
  }

  @Test
  void everyFunctionAnswersAsTheLibraryDoes() throws Exception {
    for (String name : GOOD) {
      byte[] content = Golden.read(name);
      Raster raster = new ImageDecoder().decode(content).raster();
      Row row =
          spark.sql("SELECT " + calls() + " FROM files WHERE path LIKE '%/" + name + "'").first();
      for (HashAlgorithm algorithm : HashAlgorithm.values()) {
        Object expected =
            algorithm.bits() <= 64
                ? (Object) algorithm.hash(raster).toLong()
                : algorithm.hash(raster).toBytes();
        assertThat(row.<Object>getAs("image_" + algorithm.column())).isEqualTo(expected);
      }
      Quality quality = Quality.of(raster, content);
      for (QualityMeasure measure : QualityMeasure.values()) {
        double value = quality.value(measure);
        assertThat(row.<Double>getAs("image_" + measure.column()))
            .isEqualTo(Double.isNaN(value) ? null : (Double) value);
      }
      assertThat(row.<String>getAs("image_crop_resistant_hash"))
          .isEqualTo(CropResistantHash.of(raster).toString());
      assertThat(row.<Integer>getAs("image_pdq_quality")).isEqualTo(Pdq.of(raster).quality());
      assertThat(row.<Integer>getAs("image_width")).isEqualTo(raster.width());
      assertThat(row.<Integer>getAs("image_height")).isEqualTo(raster.height());
      assertThat(row.<String>getAs("image_reject_cause")).isNull();
    }
  }

  @Test
  void whatCannotBeHashedIsNullWithACause() {
    List<Row> rows =
        spark
            .sql("SELECT " + calls() + " FROM files WHERE path LIKE '%/z-%' ORDER BY path")
            .collectAsList();
    assertThat(rows)
        .extracting(row -> row.<String>getAs("image_reject_cause"))
        .containsExactly("truncated", "unsupported-format");
    for (Row row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        assertThat(row.isNullAt(i)).as(row.schema().fieldNames()[i]).isTrue();
      }
    }
    Row ofNull = spark.sql("SELECT " + calls().replace("content", "CAST(NULL AS BINARY)")).first();
    for (int i = 0; i < ofNull.size(); i++) {
      assertThat(ofNull.isNullAt(i)).isTrue();
    }
  }

  /** Each file is hashed once before the join, not for each pair in its condition. */
  @Test
  void distancesAreSparksOwnUpTo64Bits() {
    spark.sql(
        "CACHE TABLE hashed AS SELECT path, image_phash64(content) AS phash,"
            + " image_pdq256(content) AS pdq FROM files");
    List<Row> near =
        spark
            .sql(
                "SELECT a.path FROM hashed a JOIN hashed b"
                    + " WHERE bit_count(a.phash ^ b.phash) <= 0")
            .collectAsList();
    assertThat(near).hasSize(GOOD.length);

    List<Row> pdq =
        spark
            .sql(
                "SELECT a.pdq, b.pdq, image_hash_distance(a.pdq, b.pdq) FROM hashed a JOIN hashed b"
                    + " WHERE a.path < b.path AND a.phash IS NOT NULL AND b.phash IS NOT NULL")
            .collectAsList();
    spark.sql("UNCACHE TABLE hashed");
    assertThat(pdq).hasSize(GOOD.length * (GOOD.length - 1) / 2);
    for (Row row : pdq) {
      ImageHash one = ImageHash.of(row.<byte[]>getAs(0), 256);
      assertThat(row.getInt(2)).isEqualTo(one.distance(ImageHash.of(row.<byte[]>getAs(1), 256)));
    }
    assertThat(spark.sql("SELECT image_width(content) FROM files").columns())
        .containsExactly("image_width(content)");
  }

  @Test
  void theLimitsAreTheSettings() {
    spark.sql("SET `spark.hammingbird.images.max-pixels`=100");
    assertThat(spark.sql("SELECT DISTINCT image_reject_cause(content) FROM files").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("too-large", "truncated", "unsupported-format");
    assertThatThrownBy(
            () -> {
              spark.conf().set("spark.hammingbird.images.max-pixels", "many");
              spark.sql("SELECT image_width(content) FROM files");
            })
        .hasMessageContaining("Invalid spark.hammingbird.images.max-pixels: many");
    spark.conf().unset("spark.hammingbird.images.max-pixels");
    assertThat(
            spark
                .sql("SELECT image_width(content) FROM files WHERE path LIKE '%/noise.png'")
                .first()
                .getInt(0))
        .isPositive();
  }

  @Test
  void textIsNotTakenForBytes() {
    SparkSession plain = shared.newSession();
    ImageFunctions.register(plain);
    for (SparkSession session : new SparkSession[] {spark, plain}) {
      assertThatThrownBy(() -> session.sql("SELECT image_phash64('photo.jpg')"))
          .hasMessageContaining(
              "image_phash64 takes the bytes of an image file as BINARY, not as STRING");
    }
    assertThat(spark.sql("SELECT image_phash64(NULL)").first().isNullAt(0)).isTrue();
  }

  @Test
  void oneCallRegistersThemInAnySession() {
    SparkSession plain = shared.newSession();
    assertThatThrownBy(() -> plain.sql("SELECT image_phash64(X'00')"))
        .hasMessageContaining("image_phash64");
    ImageFunctions.register(plain);
    assertThat(plain.sql("SELECT image_reject_cause(X'00')").first().getString(0))
        .isEqualTo("unsupported-format");
  }

  @Test
  void aWrongNumberOfArgumentsIsSaid() {
    assertThatThrownBy(() -> spark.sql("SELECT image_phash64(content, 8) FROM files"))
        .hasMessageContaining("image_phash64 takes one argument");
  }

  private static String calls() {
    StringBuilder calls = new StringBuilder();
    for (String name : ImageFunctions.all().keySet()) {
      if (name.equals("image_hash_distance")) {
        continue;
      }
      calls
          .append(calls.length() == 0 ? "" : ", ")
          .append(name)
          .append("(content) AS ")
          .append(name);
    }
    return calls.toString();
  }
}
