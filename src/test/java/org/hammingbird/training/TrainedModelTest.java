package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.Test;

class TrainedModelTest {
  private static final List<String> CLASSES = Arrays.asList("cat", "dog", "truck");

  private final TrainedModel model = model();

  @Test
  void aSavedModelLoadsAndAnswersAlike() {
    TrainedModel loaded = TrainedModel.load(model.toBytes(), "test.zip");

    float[] input = new float[2 * 8 * 8 * 3];
    Arrays.fill(input, 3f);
    assertThat(loaded.probabilities(input, 2)).isDeepEqualTo(model.probabilities(input, 2));
    assertThat(loaded.description().classNames()).isEqualTo(CLASSES);
    assertThat(loaded.description().architecture()).isEqualTo("study-mlp");
    assertThat(loaded.description().settings()).containsEntry("batch-size", "400");
    assertThat(loaded.description().preprocessing().shape(1)).containsExactly(1, 192);
    assertThat(loaded.network().params()).isEqualTo(model.network().params());
  }

  @Test
  void theMeanImageSurvives() {
    Preprocessing loaded =
        TrainedModel.load(model.toBytes(), "test.zip").description().preprocessing();
    Raster black = new Raster(8, 8, 3, new byte[8 * 8 * 3]);

    assertThat(loaded.test(black)).isEqualTo(model.description().preprocessing().test(black));
    assertThat(loaded.test(black)[5]).isEqualTo(-5.25f);
  }

  @Test
  void deeplearning4jAloneLoadsIt() throws IOException {
    MultiLayerNetwork loaded =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(model.toBytes()), false);

    assertThat(loaded.params()).isEqualTo(model.network().params());
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    assertThat(model.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void javaSerializedObjectsAreRefused() throws IOException {
    for (String name :
        Arrays.asList("normalizer.bin", "preprocessor.bin", "updater.bin", "x.ser")) {
      Map<String, byte[]> entries = entries(model.toBytes());
      entries.put(name, serialized());
      assertRefused(entries, name);
    }
  }

  @Test
  void classesFromElsewhereAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    assertThat(json).contains("org.nd4j.linalg.learning.config.Sgd");
    entries.put(
        "configuration.json",
        json.replace("org.nd4j.linalg.learning.config.Sgd", "com.example.Gadget")
            .getBytes(StandardCharsets.UTF_8));
    assertRefused(entries, "com.example.Gadget");
  }

  @Test
  void aSecondClassOfOneObjectIsNotHandedOn() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String trusted = "\"@class\" : \"org.nd4j.linalg.learning.config.Sgd\"";
    assertThat(json).contains(trusted);
    // one parser takes the first of two keys, another the last
    String doubled = json.replace(trusted, "\"@class\" : \"com.example.Gadget\", " + trusted);
    entries.put("configuration.json", doubled.getBytes(StandardCharsets.UTF_8));
    assertThat(TrainedModel.load(zip(entries), "elsewhere.zip").network().params())
        .isEqualTo(model.network().params());
  }

  @Test
  void classesInListsAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    for (String updater :
        Arrays.asList(
            "[\"com.example.Gadget\", {\"learningRate\": 1}]",
            "[\"com.example.Gadget\", \"1\"]",
            "[\"Gadget\", 1]")) {
      String listed = json.replaceAll("\\{[^{}]*linalg.learning.config.Sgd[^{}]*}", updater);
      assertThat(listed).isNotEqualTo(json);
      entries.put("configuration.json", listed.getBytes(StandardCharsets.UTF_8));
      assertRefused(entries, "Gadget");
    }
  }

  @Test
  void descriptionsThatDoNotFitTheNetworkAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    String json = new String(entries.get("hammingbird.json"), StandardCharsets.UTF_8);
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put(json.replace(",\"truck\"", ""), "3 outputs for 2 classes");
    changes.put(
        json.replaceAll("\"mean_float32_big_endian\":\"[^\"]*\"", "\"m\":0"), "no mean image");
    changes.put(
        json.replaceAll(
                "\"mean_float32_big_endian\":\"[^\"]*\"", "\"mean_float32_big_endian\":\"\"")
            .replace("mean-image", "unit-planes"),
        "refused");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(change.getKey()).isNotEqualTo(json);
      entries.put("hammingbird.json", change.getKey().getBytes(StandardCharsets.UTF_8));
      assertRefused(entries, change.getValue());
    }
  }

  @Test
  void configurationsThatAreNoneAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    for (String json : Arrays.asList("{}", "[]", "null", "{\"confs\": 3}", "no JSON")) {
      entries.put("configuration.json", json.getBytes(StandardCharsets.UTF_8));
      assertRefused(entries, "refused");
    }
  }

  @Test
  void aStackedNetworkLoadsAndTakesNoOtherInputs() throws IOException {
    Architecture architecture = Architectures.named("hvass-cnn", 8, 8, 5);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(3, architecture.recipe(), 1));
    network.init();
    TrainedModel stacked = new TrainedModel(network, described(8));
    float[] input = new float[2 * 8 * 8 * 3];
    Arrays.fill(input, 0.5f);

    assertThat(TrainedModel.load(stacked.toBytes(), "test.zip").probabilities(input, 2))
        .isDeepEqualTo(stacked.probabilities(input, 2));
    assertRefused(entries(new TrainedModel(network, described(32)).toBytes()), "refused");
    assertRefused(entries(new TrainedModel(network, described(1)).toBytes()), "refused");
  }

  private static ModelDescription described(int side) {
    return new ModelDescription(
        "hvass-cnn",
        CLASSES,
        new Preprocessing(Normalization.UNIT_PLANES, side, side, new float[0]),
        Collections.emptyMap());
  }

  @Test
  void parametersThatDoNotFitAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model.toBytes());
    byte[] coefficients = entries.get("coefficients.bin");
    entries.put("coefficients.bin", Arrays.copyOf(coefficients, coefficients.length - 4));
    assertRefused(entries, "refused");
    entries.put("coefficients.bin", new byte[40]);
    assertRefused(entries, "refused");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertThatThrownBy(
            () -> TrainedModel.load("no zip".getBytes(StandardCharsets.UTF_8), "note.txt"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("note.txt");
    Map<String, byte[]> entries = entries(model.toBytes());
    entries.remove("hammingbird.json");
    assertRefused(entries, "no entry hammingbird.json");
  }

  @Test
  void aCheckpointLoadsToo() {
    assertThat(TrainedModel.load(model.toCheckpoint(), "test.zip").network().params())
        .isEqualTo(model.network().params());
  }

  private static void assertRefused(Map<String, byte[]> entries, String why) throws IOException {
    byte[] zip = zip(entries);
    assertThatThrownBy(() -> TrainedModel.load(zip, "elsewhere.zip"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("elsewhere.zip")
        .hasMessageContaining(why);
  }

  private static TrainedModel model() {
    Natives.use(1);
    Architecture architecture = Architectures.named("study-mlp", 8, 8, 5);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(3, architecture.recipe(), 1));
    network.init();
    float[] mean = new float[8 * 8 * 3];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = i + 0.25f;
    }
    return new TrainedModel(
        network,
        new ModelDescription(
            "study-mlp",
            CLASSES,
            new Preprocessing(Normalization.MEAN_IMAGE, 8, 8, mean),
            Collections.singletonMap("batch-size", "400")));
  }

  private static byte[] serialized() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject("harmless here");
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
