package org.hammingbird.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network and its description. As a file it is the zip of DL4J's {@code ModelSerializer} with one
 * more entry, {@code hammingbird.json}, so DL4J alone loads the network as well. Like the network
 * it belongs to one thread.
 */
public final class TrainedModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TRUSTED =
      Pattern.compile("org\\.(deeplearning4j|nd4j|hammingbird)\\.[\\w.$]+");
  private static final Pattern CLASS = Pattern.compile("[a-zA-Z_$][\\w$]*(\\.[\\w$]+)+.*");

  private final MultiLayerNetwork network;
  private final ModelDescription description;

  public TrainedModel(MultiLayerNetwork network, ModelDescription description) {
    this.network = network;
    this.description = description;
  }

  public MultiLayerNetwork network() {
    return network;
  }

  public ModelDescription description() {
    return description;
  }

  /**
   * Class probabilities.
   *
   * @param inputs as {@link Preprocessing} makes them, one image after the other
   * @param images how many of them there are
   * @return one array an image, in the order of {@link ModelDescription#classNames}
   */
  public float[][] probabilities(float[] inputs, int images) {
    try (INDArray input =
        Nd4j.createUninitialized(DataType.FLOAT, description.preprocessing().shape(images), 'c')) {
      // Nd4j.create copies number by number: a sixth of the time that a small network takes
      input.data().asNioFloat().put(inputs, 0, images * description.preprocessing().length());
      try (INDArray output = network.output(input)) {
        return Matrices.rows(output);
      }
    }
  }

  /** The model as a file, ready for use. */
  public byte[] toBytes() {
    return toBytes(false);
  }

  /** The model as a file with the updater's state, from which a training can go on. */
  public byte[] toCheckpoint() {
    return toBytes(true);
  }

  /**
   * Reads a model.
   *
   * @param origin for messages: where the file comes from
   * @throws UserException where it is damaged, holds anything but JSON and numbers, or its network
   *     does not fit its description
   */
  public static TrainedModel load(byte[] zip, String origin) {
    ModelArchive archive = ModelArchive.read(zip, origin);
    try {
      ModelDescription description =
          ModelDescription.fromJson(archive.entry(ModelArchive.DESCRIPTION));
      JsonNode json = JSON.readTree(archive.entry(ModelArchive.CONFIGURATION));
      requireTrusted(json, archive);
      // the tree that was looked at, not the text: another parser may see other things in it
      MultiLayerConfiguration configuration =
          MultiLayerConfiguration.fromJson(JSON.writeValueAsString(json));
      TrainedModel model = new TrainedModel(network(configuration, archive), description);
      model.requireFit(archive);
      return model;
    } catch (UserException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // DL4J and Jackson have many kinds, with messages of many lines
      throw archive.refusal(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /**
   * Reads a checkpoint: a model whose network goes on with its updater's state.
   *
   * @param origin for messages: where the file comes from
   * @throws UserException as {@link #load} does, and where the state is missing
   */
  public static TrainedModel loadCheckpoint(byte[] zip, String origin) {
    TrainedModel model = load(zip, origin);
    INDArray state = model.network.getUpdater().getStateViewArray();
    if (state != null && !state.isEmpty()) {
      ModelArchive archive = ModelArchive.read(zip, origin);
      if (archive.entry(ModelArchive.UPDATER_STATE) == null) {
        throw archive.refusal("it has no entry " + ModelArchive.UPDATER_STATE);
      }
      float[] values = archive.numbers(ModelArchive.UPDATER_STATE, state.length());
      state.assign(Nd4j.create(values, state.shape(), state.ordering()));
    }
    return model;
  }

  private static MultiLayerNetwork network(
      MultiLayerConfiguration configuration, ModelArchive archive) {
    long parameters = 0;
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      parameters +=
          configuration.getConf(i).getLayer().initializer().numParams(configuration.getConf(i));
    }
    if (parameters < 1 || parameters > archive.entry(ModelArchive.COEFFICIENTS).length / 4) {
      throw archive.refusal("its network has " + parameters + " parameters, more than it brings");
    }
    float[] values = archive.numbers(ModelArchive.COEFFICIENTS, parameters);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(Nd4j.create(values, new long[] {1, values.length}, 'c'), false);
    return network;
  }

  /** Lets the network answer once, for an image as the description has it. */
  private void requireFit(ModelArchive archive) {
    int outputs = probabilities(new float[description.preprocessing().length()], 1)[0].length;
    if (outputs != description.classNames().size()) {
      throw archive.refusal(
          "its network has "
              + outputs
              + " outputs for "
              + description.classNames().size()
              + " classes");
    }
  }

  /**
   * Jackson makes objects of the classes that the configuration names: in {@code @class}, and where
   * an array of a name and a value stands for an object.
   */
  private static void requireTrusted(JsonNode node, ModelArchive archive) {
    if (node.has("@class") && !TRUSTED.matcher(node.get("@class").asText()).matches()) {
      throw archive.refusal("its configuration names the class " + node.get("@class").asText());
    }
    if (node.isArray() && node.path(0).isTextual()) {
      String first = node.get(0).asText();
      if (CLASS.matcher(first).matches() || node.size() > 1 && !node.get(1).isTextual()) {
        throw archive.refusal("its configuration has the name of a class in a list, " + first);
      }
    }
    node.forEach(child -> requireTrusted(child, archive));
  }

  /** The entries that DL4J's {@code ModelSerializer} writes, without its compression. */
  private byte[] toBytes(boolean withUpdater) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      // trained numbers are as good as random: compressing them takes seconds and saves a tenth
      zip.setLevel(Deflater.NO_COMPRESSION);
      String json = network.getLayerWiseConfigurations().toJson();
      write(zip, ModelArchive.CONFIGURATION, json.getBytes(StandardCharsets.UTF_8));
      write(zip, ModelArchive.COEFFICIENTS, numbers(network.params()));
      INDArray state = withUpdater ? network.getUpdater().getStateViewArray() : null;
      if (state != null && !state.isEmpty()) {
        write(zip, ModelArchive.UPDATER_STATE, numbers(state));
      }
      write(zip, ModelArchive.DESCRIPTION, description.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] numbers(INDArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(out)) {
      Nd4j.write(array, data);
    }
    return out.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // the same model gives the same bytes whenever it is written
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
