package org.hammingbird.spark.stage;

import com.univocity.parsers.tsv.TsvParser;
import com.univocity.parsers.tsv.TsvParserSettings;
import com.univocity.parsers.tsv.TsvWriter;
import com.univocity.parsers.tsv.TsvWriterSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hammingbird.label.LabeledImage;

/**
 * Checked rows on their way into the database: tab-separated id, label, split, address and line, in
 * a folder of its own that nobody else may read and that holds nothing else. So LOAD DATA LOCAL can
 * be allowed for this folder alone, and a server that asks for another file gets none.
 */
final class LabelFile implements AutoCloseable {
  private final Path folder;
  private final Path file;
  private final TsvWriter writer;
  private long rows;

  LabelFile() throws IOException {
    folder = Files.createTempDirectory("hammingbird-labels").toRealPath();
    file = folder.resolve("labels.tsv");
    writer = new TsvWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), writing());
  }

  private static TsvWriterSettings writing() {
    TsvWriterSettings settings = new TsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    return settings;
  }

  void add(LabelRow row) {
    LabeledImage image = row.image();
    writer.writeRow(image.id(), image.label(), image.split().id(), image.address(), row.line());
    rows++;
  }

  /** Ends writing. */
  void finish() {
    writer.close();
  }

  long rows() {
    return rows;
  }

  Path folder() {
    return folder;
  }

  Path path() {
    return file;
  }

  /** The rows as texts, in their order. */
  Iterable<String[]> read() {
    TsvParserSettings settings = new TsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxCharsPerColumn(-1);
    return new TsvParser(settings).iterate(file.toFile(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder);
  }
}
