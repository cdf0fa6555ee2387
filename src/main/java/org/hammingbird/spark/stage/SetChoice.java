package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;
import org.hammingbird.selection.Stratum;

/** Chooses training images by a rule, each class in a task of its own. */
final class SetChoice {
  private static final String ALL = "";

  private final SelectionRule rule;
  private final HashAlgorithm algorithm;
  private final long seed;

  /**
   * @param algorithm by whose hashes the rule measures distance
   */
  SetChoice(SelectionRule rule, HashAlgorithm algorithm, long seed) {
    this.rule = rule;
    this.algorithm = algorithm;
    this.seed = seed;
  }

  /**
   * The images of {@code hashes} that are of low quality, or those that are not.
   *
   * @param quality {@link SelectOptions#GOOD} or {@link SelectOptions#LOW}
   */
  static Dataset<Row> ofQuality(Dataset<Row> hashes, Dataset<Row> lowQuality, String quality) {
    String join = quality.equals(SelectOptions.GOOD) ? "leftanti" : "leftsemi";
    return hashes.join(
        lowQuality, hashes.col("image_id").equalTo(lowQuality.col("image_id")), join);
  }

  /**
   * The train images that are in no cluster, and of each cluster its best train image, the keeper
   * where that is one, with those that are kept besides since a person judged them different.
   */
  static Dataset<Row> withoutDuplicates(Dataset<Row> train, Dataset<Row> clusters) {
    // the lowest rank among the train images: the rank of the whole cluster may be a test image's
    return train
        .join(clusters.select("image_id", "cluster", "keeper", "rank"), "image_id")
        .withColumn("rank", row_number().over(Window.partitionBy("cluster").orderBy(col("rank"))))
        .where("rank = 1 or keeper")
        .select(train.columns()[0], rest(train))
        .union(
            train.join(
                clusters, train.col("image_id").equalTo(clusters.col("image_id")), "leftanti"));
  }

  private static String[] rest(Dataset<Row> rows) {
    String[] columns = rows.columns();
    return Arrays.copyOfRange(columns, 1, columns.length);
  }

  /** Images of each class. */
  static Map<String, Long> sizes(Dataset<Row> images) {
    Map<String, Long> sizes = new TreeMap<>();
    for (Row row : images.groupBy("label").count().collectAsList()) {
      sizes.put(row.getString(0), row.getLong(1));
    }
    return sizes;
  }

  /**
   * How many images the rule is to choose of each class, in proportion to the classes; of all of
   * them together where it heeds no classes.
   *
   * @param sizes of the classes, duplicates included: dropping these must not make a class rarer
   * @param eligible of each class, at most its size
   * @param budget where there are not so many eligible, all of them are shared out
   */
  static Map<String, Integer> shares(
      SelectionRule rule, Map<String, Long> sizes, Map<String, Long> eligible, long budget) {
    long possible = Math.min(budget, sum(eligible));
    return rule.stratified()
        ? Budget.shares(sizes, eligible, possible)
        : Map.of(ALL, Math.toIntExact(possible));
  }

  /** Images of all classes. */
  static long sum(Map<String, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Chooses.
   *
   * @param eligible of {@code hashes}, with the columns image_id, label and the algorithm's
   * @return one column, image_id
   */
  Dataset<Row> of(Dataset<Row> eligible, Map<String, Integer> shares) {
    // the rule is found by its name: rules are no concern of serialization
    String id = rule.id();
    long orderSeed = seed;
    Map<String, Integer> amounts = shares;
    MapFunction<Row, String> stratum = row -> row.getString(0);
    FlatMapGroupsFunction<String, Row, Long> choose =
        (label, rows) -> choose(id, rows, amounts.getOrDefault(label, 0), orderSeed);
    return eligible
        .select(
            rule.stratified() ? col("label") : lit(ALL).as("label"),
            col("image_id"),
            col(algorithm.column()))
        .groupByKey(stratum, Encoders.STRING())
        .flatMapGroups(choose, Encoders.LONG())
        .toDF("image_id");
  }

  private static Iterator<Long> choose(String rule, Iterator<Row> rows, int budget, long seed) {
    List<long[]> images = new ArrayList<>();
    rows.forEachRemaining(row -> images.add(new long[] {row.getLong(1), row.getLong(2)}));
    images.sort((a, b) -> Long.compare(a[0], b[0]));
    Stratum stratum =
        new Stratum(
            images.stream().mapToLong(image -> image[0]).toArray(),
            images.stream().mapToLong(image -> image[1]).toArray());
    List<Long> chosen = new ArrayList<>();
    for (long id : SelectionRule.of(rule).orElseThrow().select(stratum, budget, seed)) {
      chosen.add(id);
    }
    return chosen.iterator();
  }
}
