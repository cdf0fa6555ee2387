package org.hammingbird.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network and its description. As a file it is the zip of DL4J's {@code ModelSerializer} with one
 * more entry, {@code hammingbird.json}, so DL4J alone loads the network as well. Like the network
 * it belongs to one thread.
 */
public final class TrainedModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TRUSTED =
      Arrays.asList("org.deeplearning4j.", "org.nd4j.", "org.hammingbird.");

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
    float[] values =
        inputs.length == images * description.preprocessing().length()
            ? inputs
            : Arrays.copyOf(inputs, images * description.preprocessing().length());
    INDArray input = Nd4j.create(values, description.preprocessing().shape(images), 'c');
    try (INDArray output = network.output(input)) {
      return output.toFloatMatrix();
    } finally {
      input.close();
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
   * @throws org.hammingbird.UserException where it is damaged, or holds anything but JSON and
   *     numbers
   */
  public static TrainedModel load(byte[] zip, String origin) {
    ModelArchive archive = ModelArchive.read(zip, origin);
    try {
      ModelDescription description =
          ModelDescription.fromJson(archive.entry(ModelArchive.DESCRIPTION));
      String json = new String(archive.entry(ModelArchive.CONFIGURATION), StandardCharsets.UTF_8);
      requireTrusted(JSON.readTree(json), archive);
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
      return new TrainedModel(network(configuration, archive), description);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw archive.refusal(e.getMessage());
    }
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

  /** Jackson makes objects of the classes that the configuration names. */
  private static void requireTrusted(JsonNode node, ModelArchive archive) {
    JsonNode named = node.get("@class");
    if (named != null && TRUSTED.stream().noneMatch(named.asText()::startsWith)) {
      throw archive.refusal("its configuration names the class " + named.asText());
    }
    node.forEach(child -> requireTrusted(child, archive));
  }

  private byte[] toBytes(boolean withUpdater) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, plain, withUpdater);
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(plain.toByteArray()));
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          write(zip, entry.getName(), in.readAllBytes());
        }
        write(zip, ModelArchive.DESCRIPTION, description.toJson());
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
