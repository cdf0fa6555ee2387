package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.hammingbird.image.Raster;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;

/**
 * Applies one model in the tasks of a job. Made on the driver, it travels inside a function such as
 * that of {@code mapPartitions}; each task that calls {@link #predict} has a network of its own,
 * made from the broadcast file or kept by its executor from a task before.
 *
 * <pre>
 * Predictor predictor = Predictor.of(sparkContext, model, 256, 1);
 * rows.mapPartitions(rows -> predictor.predict(rows, row -> rasterOf(row)));
 * </pre>
 */
public final class Predictor implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id = UUID.randomUUID().toString();
  private final Broadcast<byte[]> model;
  private final ModelDescription description;
  private final int batchSize;
  private final int threads;

  private Predictor(
      Broadcast<byte[]> model, ModelDescription description, int batchSize, int threads) {
    this.model = model;
    this.description = description;
    this.batchSize = batchSize;
    this.threads = threads;
  }

  /**
   * Sends a model to the executors.
   *
   * @param batchSize images a forward pass, at least 1; 256 is a good one
   * @param threads native threads of each task, at least 1
   */
  public static Predictor of(
      JavaSparkContext spark, TrainedModel model, int batchSize, int threads) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Invalid batch size: " + batchSize + " (must be at least 1)");
    }
    return new Predictor(spark.broadcast(model.toBytes()), model.description(), batchSize, threads);
  }

  /** The model's class names and preprocessing. */
  public ModelDescription description() {
    return description;
  }

  /**
   * Predicts items in order, lazily, a batch at a time.
   *
   * @param raster the pixels of an item, of any size: {@link Preprocessing#test} is applied to them
   */
  public <T> Iterator<Prediction<T>> predict(Iterator<T> items, Function<T, Raster> raster) {
    return new Batches<>(items, raster);
  }

  /** Frees what the executors hold; the predictor is used no more. */
  public void close() {
    model.destroy();
    IdleNetworks.clear();
  }

  private final class Batches<T> implements Iterator<Prediction<T>> {
    private final Iterator<T> items;
    private final Function<T, Raster> raster;
    private final Queue<Prediction<T>> ready = new ArrayDeque<>();
    private TrainedModel network;
    private float[] inputs;
    private boolean logged;

    private Batches(Iterator<T> items, Function<T, Raster> raster) {
      this.items = items;
      this.raster = raster;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || items.hasNext();
    }

    @Override
    public Prediction<T> next() {
      if (ready.isEmpty()) {
        fill();
      }
      return ready.remove();
    }

    private void fill() {
      if (!items.hasNext()) {
        throw new NoSuchElementException();
      }
      prepare();
      Preprocessing preprocessing = description.preprocessing();
      List<T> batch = new ArrayList<>(batchSize);
      while (items.hasNext() && batch.size() < batchSize) {
        T item = items.next();
        preprocessing.test(raster.apply(item), inputs, batch.size() * preprocessing.length());
        batch.add(item);
      }
      float[][] probabilities = network.probabilities(inputs, batch.size());
      if (!logged) {
        WorkerNatives.log(network.network());
        logged = true;
      }
      for (int i = 0; i < batch.size(); i++) {
        ready.add(new Prediction<>(batch.get(i), probabilities[i]));
      }
    }

    private void prepare() {
      // native thread limits belong to the thread, and Spark may read on in another one
      Natives.use(threads);
      if (network == null) {
        network =
            IdleNetworks.take(id)
                .map(kept -> new TrainedModel(kept, description))
                .orElseGet(() -> TrainedModel.load(model.value(), "broadcast to the executors"));
        TaskCompletionListener end = this::giveBack;
        TaskContext.get().addTaskCompletionListener(end);
        inputs = new float[batchSize * description.preprocessing().length()];
      }
    }

    private void giveBack(TaskContext task) {
      if (task.isFailed() || task.isInterrupted()) {
        Natives.free(network.network());
      } else {
        IdleNetworks.giveBack(id, network.network());
      }
    }
  }
}
