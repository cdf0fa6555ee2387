package org.hammingbird.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * What the shaded jar has to be able to do on executors of their own: load the natives, train by
 * parameter averaging, write and merge a Delta table. Prints one line a thing; the test reads them.
 */
public final class SmokeJob {
  private static final int FEATURES = 8;

  private SmokeJob() {}

  /** Runs all of it; the one argument is a folder for the Delta table. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      System.out.println("natives: " + natives(context));
      System.out.println("accuracy: " + accuracy(context));
      System.out.println("rows: " + deltaRows(spark, args[0]));
    }
  }

  private static String natives(JavaSparkContext context) {
    List<Integer> numbers = List.of(1, 2, 3, 4);
    double sum =
        context
            .parallelize(numbers, 4)
            .map(n -> Nd4j.ones(2, n).mmul(Nd4j.ones(n, 2)).sumNumber().doubleValue())
            .reduce(Double::sum);
    return Nd4j.getBackend().getClass().getSimpleName() + " " + sum;
  }

  private static double accuracy(JavaSparkContext context) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.02))
            .weightInit(WeightInit.XAVIER)
            .list()
            .layer(
                new DenseLayer.Builder().nIn(FEATURES).nOut(16).activation(Activation.RELU).build())
            .layer(
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(16)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build();
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(2, 1)
            .batchSizePerWorker(16)
            .averagingFrequency(4)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(null)
            .saveUpdater(true)
            .build();
    JavaRDD<DataSet> data = context.parallelize(examples(512), 2);
    SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(context, configuration, master);
    for (int epoch = 0; epoch < 5; epoch++) {
      network.fit(data);
    }
    return network.evaluate(data).accuracy();
  }

  /** Class 1 where the sum of the features is positive. */
  private static List<DataSet> examples(int count) {
    Random random = new Random(7);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray features = Nd4j.zeros(1, FEATURES);
      double sum = 0;
      for (int j = 0; j < FEATURES; j++) {
        double value = random.nextGaussian();
        features.putScalar(0, j, value);
        sum += value;
      }
      INDArray label = Nd4j.zeros(1, 2);
      label.putScalar(0, sum > 0 ? 1 : 0, 1);
      examples.add(new DataSet(features, label));
    }
    return examples;
  }

  private static long deltaRows(SparkSession spark, String folder) {
    spark.range(0, 100).write().format("delta").save(folder);
    io.delta.tables.DeltaTable.forPath(spark, folder)
        .as("t")
        .merge(spark.range(50, 150).as("s").toDF(), "t.id = s.id")
        .whenNotMatched()
        .insertAll()
        .execute();
    return spark.read().format("delta").load(folder).count();
  }
}
