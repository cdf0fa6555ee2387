package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A study's part on distances: are images of one class nearer, and can a hash classify? */
final class StudyDistancesPart {
  /** More columns than this do not fit a page. */
  private static final int MOST_COLUMNS = 15;

  private StudyDistancesPart() {}

  static Section in(Section section, JsonNode distances) {
    List<List<String>> rows = new ArrayList<>();
    JsonNode algorithms = distances.path("algorithms");
    List<DataTable> tables = new ArrayList<>();
    for (Iterator<String> names = algorithms.fieldNames(); names.hasNext(); ) {
      String hash = names.next();
      JsonNode figures = algorithms.path(hash);
      rows.add(
          List.of(
              DistanceSection.name(hash),
              StudyText.decimalCell(figures, "auc"),
              StudyText.percentRange(figures, DistanceSection.VOTES)));
      matrix(hash, distances.path("classes"), figures.path("pairs"), tables);
    }
    Optional<String> nearest = DistanceSection.best(algorithms, "auc");
    if (nearest.isPresent()) {
      section = section.withFinding(Finding.Topic.DISTANCES, separation(algorithms, nearest.get()));
    }
    Optional<String> voter = DistanceSection.best(algorithms, DistanceSection.VOTES);
    if (voter.isPresent()) {
      section = section.withFinding(Finding.Topic.DISTANCES, votes(distances, voter.get()));
    }
    section =
        section.with(
            DataTable.of("Hashes as classifiers", "hash", "AUC", "vote's accuracy")
                .withRows(rows)
                .withNote(note(distances)));
    for (DataTable table : tables) {
      section = section.with(table);
    }
    int classes = distances.path("classes").size();
    return classes <= MOST_COLUMNS ? section : section.with(new Note(tooMany(classes)));
  }

  private static String tooMany(int classes) {
    return String.format(
        "Class against class is not shown: %s are more than the %d whose table fits a page.",
        Text.count(classes, "class", "classes"), MOST_COLUMNS);
  }

  private static String separation(JsonNode algorithms, String nearest) {
    JsonNode figures = algorithms.path(nearest);
    return DistanceSection.separation(
        StudyText.number(figures, "auc"),
        StudyText.inBrackets(StudyText.percents(figures, "auc")),
        nearest,
        algorithms.size());
  }

  private static String votes(JsonNode distances, String voter) {
    long votes = distances.path("votes").asLong();
    double network = StudyText.number(distances, "network");
    return String.format(
        "The %s by %s %s %s of the test images correctly. Always naming the largest class names %s%s.",
        votes == 1 ? "nearest training image" : Text.count(votes) + " nearest training images",
        DistanceSection.name(voter),
        votes == 1 ? "names" : "name",
        StudyText.percentRange(distances.path("algorithms").path(voter), DistanceSection.VOTES),
        Text.percent(StudyText.number(distances, "chance")),
        Double.isNaN(network) ? "" : ", the study's networks " + Text.percent(network));
  }

  private static String note(JsonNode distances) {
    return String.format(
        "AUC: how often a pair of one class is nearer than a pair of two; vote: of the nearest training images. In brackets 95%% intervals%s. %s.%s",
        DistanceSection.aucIntervals(distances.path("algorithms")),
        DistanceSection.ofImages(distances),
        distances.path("left-out").isEmpty() ? "" : " " + DistanceSection.leftOut(distances) + ".");
  }

  private static void matrix(
      String hash, JsonNode classes, JsonNode pairs, List<DataTable> tables) {
    int count = classes.size();
    if (count > MOST_COLUMNS || pairs.isEmpty()) {
      return;
    }
    List<String> columns = new ArrayList<>(List.of("class"));
    classes.forEach(name -> columns.add(Text.clipped(name.asText(), 24)));
    String[][] cells = new String[count][count];
    int at = 0;
    for (int one = 0; one < count; one++) {
      for (int other = one; other < count; other++) {
        JsonNode pair = pairs.get(at++);
        String mean = Text.decimal(StudyText.number(pair, "mean"), 2);
        double auc = StudyText.number(pair, "auc");
        cells[one][other] = Double.isNaN(auc) ? mean : mean + " (" + Text.decimal(auc, 3) + ")";
        cells[other][one] = cells[one][other];
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int one = 0; one < count; one++) {
      List<String> row = new ArrayList<>(List.of(columns.get(one + 1)));
      row.addAll(List.of(cells[one]));
      rows.add(row);
    }
    tables.add(
        DataTable.of(
                "Class against class by " + DistanceSection.name(hash),
                columns.toArray(new String[0]))
            .withRows(rows)
            .withNote(
                "Mean distance in bits; in brackets the chance that a pair within either class is nearer than a pair across them (AUC)."
                    + widest(pairs)));
  }

  /** How far the intervals of AUC reach at most; empty without any. */
  private static String widest(JsonNode pairs) {
    double widest = 0;
    for (JsonNode pair : pairs) {
      double auc = StudyText.number(pair, "auc");
      double reach =
          Math.max(
              auc - StudyText.number(pair, "auc-low"), StudyText.number(pair, "auc-high") - auc);
      widest = reach > widest ? reach : widest;
    }
    return widest == 0
        ? ""
        : String.format(
            " Its 95%% intervals reach at most %s either way.", Text.decimal(widest, 3));
  }
}
