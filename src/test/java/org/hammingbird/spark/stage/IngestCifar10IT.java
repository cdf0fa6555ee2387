package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.image.Cifar10Sample;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class IngestCifar10IT {
  @TempDir Path folder;

  @Test
  void theAuthorsArchiveIsIngestedAndHashedFromTheWorkspace() throws Exception {
    TestDatabase database = TestDatabase.empty("cifar10");
    Map<String, Object> settings = database.settings();
    Cifar10Sample.writePython(folder.resolve("archive"), 2);
    settings.put("ingest.cifar10", folder.resolve("archive").toString());
    settings.put("workspace", folder.resolve("workspace").toUri().toString());
    Config config = TestSpark.settings(settings);
    StageContext context =
        TestSpark.context(folder.resolve("workspace"), config, new ByteArrayOutputStream());

    RunManifest ingested = new IngestStage(context, IngestOptions.from(config)).run();
    RunManifest hashed = new HashStage(context, HashOptions.from(config)).run();

    assertThat(ingested.results()).containsEntry("added", 12L);
    assertThat(database.query("SELECT Type, COUNT(*) FROM ImageLabel GROUP BY 1 ORDER BY 1"))
        .containsExactly("test|2", "train|10");
    assertThat(hashed.status()).isEqualTo(RunManifest.Status.COMPLETE);
    List<Row> rows =
        context
            .workspace()
            .table("hashes")
            .read()
            .select("image_id", "label", "split", "width", "height", "format")
            .orderBy("image_id")
            .collectAsList();
    assertThat(rows).hasSize(12);
    assertThat(rows.get(0)).hasToString("[1,cat,train,32,32,png]");
    assertThat(rows.get(11)).hasToString("[12,truck,test,32,32,png]");
  }

  @Test
  void takesEitherACsvOrTheArchive() {
    Map<String, Object> settings =
        Map.of("ingest.csv", "labels.csv", "ingest.cifar10", "cifar-10-batches-py");
    assertThatThrownBy(() -> IngestOptions.from(TestSpark.settings(settings)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "ingest.csv is labels.csv and ingest.cifar10 is cifar-10-batches-py: set one of them");
  }
}
