package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.training.Prediction;
import org.hammingbird.spark.training.Predictor;
import org.hammingbird.training.Preprocessing;

/**
 * What a task counts: shows each of its images to the model in every condition, and adds up. Each
 * image is brought to the model's side once, degraded there, and then cut.
 */
final class EvaluationCounts implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * Counts of one thing each. {@code kind} is a condition's position, {@code first} the actual and
   * {@code second} the predicted class; or {@link #QUALITY} less a measure's position, {@code
   * first} the third of it and {@code second} whether the clean image was named correctly (0 or 1).
   * {@code examples} are some of the clean images that were taken for another class.
   */
  static final StructType COUNTS =
      new StructType()
          .add("kind", DataTypes.IntegerType)
          .add("first", DataTypes.IntegerType)
          .add("second", DataTypes.IntegerType)
          .add("count", DataTypes.LongType)
          .add(
              "examples",
              DataTypes.createArrayType(
                  new StructType()
                      .add("confidence", DataTypes.FloatType)
                      .add("image_id", DataTypes.LongType)));

  static final int QUALITY = -1;

  /** Images that are named of those of one class that are taken for one other. */
  static final int MOST_EXAMPLES = 6;

  /** The surest mistakes first, as they tell most of a label or a class. */
  private static final Comparator<Row> SUREST =
      Comparator.comparingDouble((Row row) -> -row.getFloat(0))
          .thenComparingLong(r -> r.getLong(1));

  private final Predictor predictor;
  private final List<Condition> conditions;
  private final double[][] cuts;
  private final long seed;
  private final LongAccumulator done;

  /**
   * @param cuts two bounds for each quality measure, in the order of the rows' columns
   * @param done counts the images begun, for progress
   */
  EvaluationCounts(
      Predictor predictor,
      List<Condition> conditions,
      double[][] cuts,
      long seed,
      LongAccumulator done) {
    this.predictor = predictor;
    this.conditions = new ArrayList<>(conditions);
    this.cuts = cuts;
    this.seed = seed;
    this.done = done;
  }

  /** Rows of image_id, label, width, height, rgb, then the measures; all labels are known. */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Map<String, Integer> classes = new HashMap<>();
    predictor.description().classNames().forEach(name -> classes.put(name, classes.size()));
    Preprocessing preprocessing = predictor.description().preprocessing();
    Stream<Shown> shown =
        StreamSupport.stream(((Iterable<Row>) () -> rows).spliterator(), false)
            .flatMap(row -> shown(row, classes, preprocessing));
    Map<List<Integer>, Long> counts = new HashMap<>();
    Map<List<Integer>, List<Row>> examples = new HashMap<>();
    Iterator<Prediction<Shown>> predictions = predictor.predict(shown.iterator(), Shown::degraded);
    while (predictions.hasNext()) {
      Prediction<Shown> prediction = predictions.next();
      count(prediction, counts);
      keep(prediction, examples);
    }
    return counts.entrySet().stream()
        .map(
            e ->
                RowFactory.create(
                    e.getKey().get(0),
                    e.getKey().get(1),
                    e.getKey().get(2),
                    e.getValue(),
                    examples.getOrDefault(e.getKey(), List.of()).toArray(new Row[0])))
        .collect(Collectors.toList())
        .iterator();
  }

  private Stream<Shown> shown(Row row, Map<String, Integer> classes, Preprocessing preprocessing) {
    done.add(1);
    Raster image =
        preprocessing.fit(new Raster(row.getInt(2), row.getInt(3), 3, row.<byte[]>getAs(4)));
    long imageSeed = Condition.imageSeed(seed, row.getLong(0));
    int actual = classes.get(row.getString(1));
    int[] thirds = new int[cuts.length];
    for (int measure = 0; measure < cuts.length; measure++) {
      thirds[measure] = third(row.getDouble(5 + measure), cuts[measure]);
    }
    return IntStream.range(0, conditions.size())
        .mapToObj(
            c -> new Shown(row.getLong(0), image, conditions.get(c), c, actual, thirds, imageSeed));
  }

  private static void count(Prediction<Shown> prediction, Map<List<Integer>, Long> counts) {
    Shown shown = prediction.item();
    int predicted = prediction.best();
    counts.merge(List.of(shown.position, shown.actual, predicted), 1L, Long::sum);
    if (shown.condition.isClean()) {
      int right = predicted == shown.actual ? 1 : 0;
      for (int measure = 0; measure < shown.thirds.length; measure++) {
        counts.merge(List.of(QUALITY - measure, shown.thirds[measure], right), 1L, Long::sum);
      }
    }
  }

  private static void keep(Prediction<Shown> prediction, Map<List<Integer>, List<Row>> examples) {
    Shown shown = prediction.item();
    int predicted = prediction.best();
    if (!shown.condition.isClean() || predicted == shown.actual) {
      return;
    }
    List<Row> kept =
        examples.computeIfAbsent(
            List.of(shown.position, shown.actual, predicted), cell -> new ArrayList<>());
    kept.add(RowFactory.create(prediction.confidence(), shown.id));
    if (kept.size() > MOST_EXAMPLES) {
      kept.sort(SUREST);
      kept.remove(MOST_EXAMPLES);
    }
  }

  /** Ids of the surest of these examples, of one task or of several. */
  static List<Long> surest(List<Row> examples) {
    return examples.stream()
        .sorted(SUREST)
        .limit(MOST_EXAMPLES)
        .map(row -> row.getLong(1))
        .collect(Collectors.toList());
  }

  /** 0, 1 or 2: below the first bound, below the second, above. */
  static int third(double value, double[] bounds) {
    return value < bounds[0] ? 0 : value < bounds[1] ? 1 : 2;
  }

  /** One image in one condition. */
  private static final class Shown {
    private final long id;
    private final Raster image;
    private final Condition condition;
    private final int position;
    private final int actual;
    private final int[] thirds;
    private final long seed;

    private Shown(
        long id,
        Raster image,
        Condition condition,
        int position,
        int actual,
        int[] thirds,
        long seed) {
      this.id = id;
      this.image = image;
      this.condition = condition;
      this.position = position;
      this.actual = actual;
      this.thirds = thirds;
      this.seed = seed;
    }

    private Raster degraded() {
      return condition.apply(image, seed);
    }
  }
}
