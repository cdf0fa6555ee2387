package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.GroupedHistogram;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.table.Schemas;

/**
 * How far classes are from each other, in the table {@code study_distances}: each hash is committed
 * as it is done.
 */
final class DistancesTable {
  static final String NAME = "study_distances";

  private final StudyTable table;
  private final String inputs;

  /**
   * @param inputs digest of what shapes the results besides the hash
   */
  DistancesTable(StageContext context, String inputs) {
    this.table = new StudyTable(context, NAME, Schemas.STUDY_DISTANCES, "cell");
    this.inputs = inputs;
  }

  /** The rows of those hashes that have been measured, by column of {@code hashes}. */
  Map<String, Row> rows() {
    Map<String, Row> rows = new TreeMap<>();
    table.rows("inputs", inputs).forEach(row -> rows.put(row.getAs("algorithm"), row));
    return rows;
  }

  /**
   * Commits one hash.
   *
   * @param sample the images that were measured
   * @param pairs of classes that were counted
   * @param votes accuracy of the nearest images' vote; NaN where there is none
   */
  void add(
      HashAlgorithm algorithm,
      SampledHashes sample,
      List<ClassPair> pairs,
      DistanceHistograms counted,
      double votes) {
    Optional<Interval> auc = counted.aucInterval();
    Optional<Interval> ofVotes = HashVoting.interval(sample, votes);
    Row row =
        RowFactory.create(
            StudyTable.key(algorithm.column(), inputs),
            inputs,
            algorithm.column(),
            orNull(counted.classes().auc()),
            auc.map(Interval::low).orElse(null),
            auc.map(Interval::high).orElse(null),
            orNull(votes),
            ofVotes.map(Interval::low).orElse(null),
            ofVotes.map(Interval::high).orElse(null),
            pairs(sample, pairs, counted.pairs()));
    table.add(List.of(row));
  }

  private static List<Row> pairs(
      SampledHashes sample, List<ClassPair> pairs, Map<String, GroupedHistogram> counted) {
    Map<String, GroupedHistogram> within = new LinkedHashMap<>();
    for (ClassPair pair : pairs) {
      if (pair.one().equals(pair.other())) {
        within.put(pair.one(), counted.get(pair.name()));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (ClassPair pair : pairs) {
      GroupedHistogram across = counted.get(pair.name());
      Histogram all = across.all();
      Double auc = null;
      Optional<Interval> interval = Optional.empty();
      if (!pair.one().equals(pair.other())) {
        GroupedHistogram both = within.get(pair.one()).add(within.get(pair.other()));
        auc = orNull(new DistanceDistribution(both.all(), all).auc());
        interval =
            sample.isDivided(pair.one()) && sample.isDivided(pair.other())
                ? both.aucInterval(across)
                : Optional.empty();
      }
      rows.add(
          RowFactory.create(
              pair.one(),
              pair.other(),
              all.total(),
              orNull(all.mean()),
              orNull(all.standardDeviation()),
              auc,
              interval.map(Interval::low).orElse(null),
              interval.map(Interval::high).orElse(null)));
    }
    return rows;
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** As {@link StudyTable#version} has it. */
  long version() {
    return table.version();
  }
}
