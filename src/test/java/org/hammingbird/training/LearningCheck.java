package org.hammingbird.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.NetworkUtils;
import org.hammingbird.training.layer.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one network in this process, without Spark, on CIFAR-10's first 40,000 images with
 * mirrored and shifted copies, and prints loss and test accuracy after each epoch: to see that
 * layers learn, and what a recipe can do. Arguments: the folder with train.zip and trainLabels.csv,
 * architecture, precision, epochs, batch size, learning rate.
 *
 * <pre>
 * java -Xmx3g -cp target/classes:target/test-classes:$(cat target/cp.txt) \
 *   org.hammingbird.training.LearningCheck CIFAR10_FOLDER whitened-cnn bfloat16 2 256 0.4
 * </pre>
 */
final class LearningCheck {
  private static final int SIDE = 32;
  private static final int TRAIN = 40_000;
  private static final int CLASSES = 10;
  private static final int SHIFT = 2;

  private final Architecture architecture;
  private final Recipe recipe;
  private final List<byte[]> planes = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final Random random = new Random(1);

  private LearningCheck(Architecture architecture, Recipe recipe) {
    this.architecture = architecture;
    this.recipe = recipe;
  }

  public static void main(String[] arguments) throws IOException {
    Natives.use(1);
    Architecture architecture = Architectures.named(arguments[1], SIDE, 28, 120);
    Recipe recipe =
        architecture
            .recipe()
            .withPrecision(Precision.valueOf(arguments[2].toUpperCase(Locale.ROOT)))
            .withEpochs(Integer.parseInt(arguments[3]))
            .withBatchSize(Integer.parseInt(arguments[4]))
            .withLearningRate(Double.parseDouble(arguments[5]));
    LearningCheck check = new LearningCheck(architecture, recipe);
    check.read(Paths.get(arguments[0]));
    check.train();
  }

  private void read(Path folder) throws IOException {
    Map<String, Integer> classes = new TreeMap<>();
    List<String> lines =
        Files.readAllLines(folder.resolve("trainLabels.csv"), StandardCharsets.UTF_8);
    try (ZipFile zip = new ZipFile(folder.resolve("train.zip").toFile())) {
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",");
        classes.putIfAbsent(fields[1], classes.size());
        labels.add(classes.get(fields[1]));
        try (InputStream in = zip.getInputStream(zip.getEntry("train/" + fields[0] + ".jpg"))) {
          planes.add(pixels(in.readAllBytes()));
        }
      }
    }
  }

  private static byte[] pixels(byte[] file) throws IOException {
    int[] argb =
        ImageIO.read(new ByteArrayInputStream(file)).getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
    byte[] result = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < argb.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        result[channel * SIDE * SIDE + i] = (byte) (argb[i] >> (16 - 8 * channel));
      }
    }
    return result;
  }

  private void train() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(CLASSES, recipe, 1));
    network.init();
    if (architecture.sampleSize() > 0) {
      architecture.prepare(
          network, batch(order(TRAIN), 0, architecture.sampleSize(), false).getFeatures());
    }
    int steps = TRAIN / recipe.batchSize();
    int all = steps * recipe.epochs();
    long begin = System.nanoTime();
    for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
      int[] order = order(TRAIN);
      double loss = 0;
      for (int step = 0; step < steps; step++) {
        double progress = (double) (epoch * steps + step) / all;
        NetworkUtils.setLearningRate(network, recipe.learningRate() * factor(progress));
        network.fit(batch(order, step * recipe.batchSize(), recipe.batchSize(), true));
        loss += network.score();
        if (step % 20 == 19) {
          System.out.printf(
              "step %d of %d: loss %.4f%n", epoch * steps + step + 1, all, network.score());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "epoch %d: loss %.4f, test accuracy %.4f, %.0f s%n",
          epoch + 1,
          loss / steps,
          accuracy(network),
          (System.nanoTime() - begin) / 1e9);
    }
  }

  /** Up in the first fifth, down in a line. */
  private static double factor(double progress) {
    return progress < 0.2 ? 0.2 + 4 * progress : Math.max(0.02, (1 - progress) / 0.8);
  }

  private int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private DataSet batch(int[] order, int start, int size, boolean augmented) {
    int side = architecture.inputSide();
    float[] features = new float[size * 3 * side * side];
    float[] targets = new float[size * CLASSES];
    float smoothing = augmented ? (float) recipe.labelSmoothing() : 0;
    for (int i = 0; i < size; i++) {
      int index = order[start + i];
      int room = (SIDE - side) / 2;
      int shift = augmented ? Math.max(room, SHIFT) : 0;
      int top = room + (shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift);
      int left = room + (shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift);
      boolean mirrored = augmented && random.nextBoolean();
      cut(planes.get(index), side, top, left, mirrored, features, i * 3 * side * side);
      for (int c = 0; c < CLASSES; c++) {
        targets[i * CLASSES + c] =
            smoothing / CLASSES + (c == labels.get(index) ? 1 - smoothing : 0);
      }
    }
    return new DataSet(
        Nd4j.create(features, new long[] {size, 3, side, side}, 'c'),
        Nd4j.create(targets, new long[] {size, CLASSES}, 'c'));
  }

  /** What lies outside is reflected. */
  private static void cut(
      byte[] image, int side, int top, int left, boolean mirrored, float[] out, int offset) {
    int i = offset;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int column = reflected(left + (mirrored ? side - 1 - x : x));
          out[i++] = (image[(channel * SIDE + reflected(top + y)) * SIDE + column] & 0xff) / 255f;
        }
      }
    }
  }

  private static int reflected(int place) {
    int inside = Math.abs(place);
    return inside < SIDE ? inside : 2 * SIDE - 2 - inside;
  }

  private double accuracy(MultiLayerNetwork network) {
    int[] order = new int[labels.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int right = 0;
    int size = 500;
    for (int start = TRAIN; start < labels.size(); start += size) {
      INDArray output = network.output(batch(order, start, size, false).getFeatures());
      int[] answers = output.argMax(1).toIntVector();
      for (int i = 0; i < size; i++) {
        right += answers[i] == labels.get(start + i) ? 1 : 0;
      }
    }
    return (double) right / (labels.size() - TRAIN);
  }
}
