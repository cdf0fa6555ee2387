package org.hammingbird.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hammingbird.evaluation.ConfusionMatrix;

/** A confusion matrix, its cells shaded by their share of the row. */
public final class MatrixBlock implements Block {
  /**
   * More classes than this do not fit a page: their most frequent confusions are listed instead.
   */
  static final int MOST_CLASSES = 30;

  private final ConfusionMatrix matrix;

  public MatrixBlock(ConfusionMatrix matrix) {
    if (matrix.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "Too many classes to show: " + matrix.size() + " (at most " + MOST_CLASSES + ")");
    }
    this.matrix = matrix;
  }

  @Override
  public String kind() {
    return "matrix";
  }

  public List<String> classes() {
    return matrix.classes().stream()
        .map(name -> Text.clipped(name, 24))
        .collect(Collectors.toList());
  }

  /** The count in a cell. */
  public String cell(int actual, int predicted) {
    return Text.count(matrix.count(actual, predicted));
  }

  /** The cell's share of its row in percent, for the style sheet: 0 to 100, two decimals. */
  public String shade(int actual, int predicted) {
    long images = matrix.actual(actual);
    double share = images == 0 ? 0 : 100.0 * matrix.count(actual, predicted) / images;
    return String.format(Locale.ROOT, "%.2f", share);
  }
}
