package org.hammingbird.spark.stage;

import java.util.Optional;
import org.hammingbird.label.LabeledImage;
import org.hammingbird.label.Split;
import org.hammingbird.label.SplitRule;

/** Fields to a labelled image, or to a bad row with its reason. */
final class LabelRowReader {
  private final LabelColumns columns;
  private final SplitRule splitRule;
  private final String addressTemplate;
  private final LabelLimits limits;
  private final BadRows badRows;

  LabelRowReader(
      LabelColumns columns,
      SplitRule splitRule,
      String addressTemplate,
      LabelLimits limits,
      BadRows badRows) {
    this.columns = columns;
    this.splitRule = splitRule;
    this.addressTemplate = addressTemplate;
    this.limits = limits;
    this.badRows = badRows;
  }

  /** The row that lies on these lines of the file, the first being 1; empty where it is bad. */
  Optional<LabelRow> read(String[] row, long firstLine, long lastLine) {
    try {
      return Optional.of(new LabelRow(image(row), lastLine));
    } catch (BadRowException e) {
      badRows.add(firstLine, lastLine, e.getMessage());
      return Optional.empty();
    }
  }

  private LabeledImage image(String[] row) throws BadRowException {
    if (row.length != columns.fields()) {
      throw new BadRowException(row.length + " fields, but the header has " + columns.fields());
    }
    long id = id(columns.value(row, LabelColumns.ID));
    String label = checked("label", columns.value(row, LabelColumns.LABEL), limits.label());
    String named = columns.value(row, LabelColumns.SPLIT);
    Split split =
        splitRule
            .split(id, named)
            .orElseThrow(
                () ->
                    new BadRowException(
                        "the split \"" + named + "\" is not train, validation or test"));
    checked("split", split.id(), limits.split());
    return new LabeledImage(id, label, split, address(row, id));
  }

  private static long id(String text) throws BadRowException {
    if (text.isEmpty()) {
      throw new BadRowException("the id is missing");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadRowException("the id \"" + text + "\" is no integer");
    }
  }

  private String address(String[] row, long id) throws BadRowException {
    String given = columns.value(row, LabelColumns.ADDRESS);
    String address = given.isEmpty() ? addressTemplate.replace("{id}", Long.toString(id)) : given;
    return checked("address", address, limits.address());
  }

  private static String checked(String what, String text, int limit) throws BadRowException {
    if (text.isEmpty()) {
      throw new BadRowException("the " + what + " is missing");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BadRowException(
          "the " + what + " holds a line end or a control character: is a quotation mark missing?");
    }
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      throw new BadRowException(
          String.format("the %s has %d characters, more than %d", what, length, limit));
    }
    return text;
  }

  private static final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRowException(String why) {
      super(why);
    }
  }
}
