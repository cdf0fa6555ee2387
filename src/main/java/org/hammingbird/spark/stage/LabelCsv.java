package org.hammingbird.spark.stage;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.hammingbird.UserException;
import org.hammingbird.label.SplitRule;

/**
 * A CSV file of labels (RFC 4180, UTF-8): a header with {@code id} and {@code label}, perhaps
 * {@code split} and {@code address}, in any order and among others. Rows are checked one by one and
 * handed on, so that its length does not matter. (Spark's own reader knows no line numbers.)
 */
final class LabelCsv {
  /** What is longer is no label and no address but a quotation mark that lacks its other. */
  private static final int MAX_VALUE_CHARS = 65_536;

  private final String name;
  private final SplitRule splitRule;
  private final String addressTemplate;
  private final LabelLimits limits;
  private final BadRows badRows = new BadRows();

  /**
   * @param name of the file, for messages
   * @param addressTemplate used where a row has no address; empty: every row must have one
   */
  LabelCsv(String name, SplitRule splitRule, String addressTemplate, LabelLimits limits) {
    this.name = name;
    this.splitRule = splitRule;
    this.addressTemplate = addressTemplate;
    this.limits = limits;
  }

  /** The rows that were left out so far. */
  BadRows badRows() {
    return badRows;
  }

  /**
   * Reads the file; good rows go to {@code sink}, the others to {@link #badRows}.
   *
   * @throws UserException where the file cannot be understood from some line on, or its header
   *     lacks what is needed
   */
  void read(InputStream file, Consumer<LabelRow> sink) throws IOException {
    CsvParser parser = parser();
    long line = 0;
    try {
      parser.beginParsing(utf8(file));
      String[] header = parser.parseNext();
      if (header == null) {
        throw new UserException(name + " is empty: it must begin with a header such as id,label");
      }
      line = lines(header);
      LabelRowReader rows =
          new LabelRowReader(columns(header), splitRule, addressTemplate, limits, badRows);
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        long first = line + 1;
        line += lines(row);
        if (!isBlank(row)) {
          rows.read(row, first, line).ifPresent(sink);
        }
      }
    } catch (TextParsingException | IllegalStateException e) {
      throw unreadable(line + 1, e);
    } finally {
      parser.stopParsing();
    }
  }

  private UserException unreadable(long line, RuntimeException e) {
    boolean encoding = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      encoding |= cause instanceof CharacterCodingException;
    }
    String why =
        encoding
            ? "it is not UTF-8: convert it"
            : "a value is longer than "
                + MAX_VALUE_CHARS
                + " characters: is a quotation mark missing?";
    return new UserException(
        String.format("Cannot read %s after line %d: %s", name, line - 1, why), e);
  }

  private static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setReadInputOnSeparateThread(false);
    // empty lines count, or the numbers of those after them would be wrong
    settings.setSkipEmptyLines(false);
    settings.setCommentProcessingEnabled(false);
    settings.setMaxCharsPerColumn(MAX_VALUE_CHARS);
    settings.setEmptyValue("");
    return new CsvParser(settings);
  }

  private static Reader utf8(InputStream file) throws IOException {
    PushbackInputStream in = new PushbackInputStream(file, 3);
    byte[] mark = in.readNBytes(3);
    boolean isMark =
        mark.length == 3
            && mark[0] == (byte) 0xEF
            && mark[1] == (byte) 0xBB
            && mark[2] == (byte) 0xBF;
    if (!isMark) {
      in.unread(mark);
    }
    return new InputStreamReader(
        in,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private LabelColumns columns(String[] header) {
    int[] places = {-1, -1, -1, -1};
    for (int i = 0; i < header.length; i++) {
      int known =
          LabelColumns.NAMES.indexOf(
              header[i] == null ? "" : header[i].trim().toLowerCase(Locale.ROOT));
      if (known >= 0 && places[known] >= 0) {
        throw new UserException(
            String.format("The header of %s names %s twice", name, LabelColumns.NAMES.get(known)));
      }
      if (known >= 0) {
        places[known] = i;
      }
    }
    LabelColumns columns = new LabelColumns(header.length, places);
    require(columns.has(LabelColumns.ID), "id", "");
    require(columns.has(LabelColumns.LABEL), "label", "");
    require(
        columns.has(LabelColumns.SPLIT) || !splitRule.isExplicit(),
        "split",
        ", or set split.at or split.test-fraction");
    require(
        columns.has(LabelColumns.ADDRESS) || !addressTemplate.isEmpty(),
        "address",
        ", or set images.address-template");
    return columns;
  }

  private void require(boolean there, String column, String orElse) {
    if (!there) {
      throw new UserException(
          String.format(
              "The header of %s has no column %s: add it to the first line%s",
              name, column, orElse));
    }
  }

  private static boolean isBlank(String[] row) {
    return row.length == 0 || (row.length == 1 && (row[0] == null || row[0].trim().isEmpty()));
  }

  /** How many lines of the file a row takes: quoted values may contain line ends. */
  private static long lines(String[] row) {
    long ends = 1;
    for (String value : row) {
      ends += value == null ? 0 : value.chars().filter(c -> c == '\n').count();
    }
    return ends;
  }
}
