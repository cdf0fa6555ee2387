package org.hammingbird.spark.stage;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.UserException;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.spark.image.ArchiveAddress;
import org.hammingbird.spark.image.ArchiveDirectory;
import org.hammingbird.spark.image.EntryPlace;
import org.hammingbird.spark.image.FetchedFiles;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.image.PackedItem;

/**
 * The label file of the images that zips and tars hold: labels from the entries' names, or from
 * entries beside them, as WebDataset writes its shards. One Spark task an archive.
 */
final class ArchiveLabels implements FlatMapFunction<String, String[]>, Serializable {
  private static final long serialVersionUID = 1L;

  /** WebDataset's ending of the entry that holds the class of the image of the same name. */
  private static final String CLASS = ".cls";

  private final ImageSource source;
  private final EntryPattern pattern;

  ArchiveLabels(ImageSource source, EntryPattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /**
   * Writes the label file: id, label, address, and split where the pattern has one.
   *
   * @param archives paths or URIs, with Hadoop's wildcards
   * @throws UserException where one leads to no archive, or to what is none
   */
  void write(SparkSession spark, List<String> archives, Path file) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<String> found = new ArrayList<>(found(archives, hadoop));
    spark
        .sparkContext()
        .setJobDescription(String.format("list the entries of %,d archives", found.size()));
    JavaRDD<String[]> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(found, found.size())
            .flatMap(this)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      // all at once, before they come to the driver one archive after the other
      if (rows.count() == 0) {
        throw new UserException(
            String.format(
                "No entry of %s is an image by ingest.entries = %s",
                String.join(", ", archives), pattern));
      }
      write(rows.toLocalIterator(), file.getFileSystem(hadoop).create(file, true));
    } finally {
      rows.unpersist();
      spark.sparkContext().setJobDescription(null);
    }
  }

  private void write(Iterator<String[]> rows, OutputStream file) {
    Writer text = new OutputStreamWriter(file, StandardCharsets.UTF_8);
    CsvWriter csv = new CsvWriter(text, new CsvWriterSettings());
    csv.writeRow("id", "label", "address", pattern.hasSplit() ? "split" : "");
    rows.forEachRemaining(csv::writeRow);
    csv.close();
  }

  private static TreeSet<String> found(List<String> archives, Configuration hadoop)
      throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (String name : archives) {
      Path path = new Path(name);
      FileStatus[] matching = path.getFileSystem(hadoop).globStatus(path);
      if (matching == null || matching.length == 0) {
        throw new UserException("There is no archive " + name + ": correct ingest.archives");
      }
      for (FileStatus archive : matching) {
        String address = archive.getPath().toString();
        if (!ArchiveAddress.of(ArchiveAddress.of(address, "x")).isPresent()) {
          throw new UserException(
              address + " is neither .zip nor .tar: correct ingest.archives = " + name);
        }
        found.add(address);
      }
    }
    return found;
  }

  @Override
  public Iterator<String[]> call(String archive) {
    try {
      return rows(archive).iterator();
    } catch (ImageRejectedException e) {
      throw new UserException("Cannot read " + archive + ": " + e.detail(), e);
    }
  }

  private List<String[]> rows(String archive) throws ImageRejectedException {
    ArchiveDirectory directory = source.fetcher().directory(archive, this::isWanted);
    Map<String, String> classes =
        pattern.hasLabel() ? Collections.emptyMap() : classes(archive, directory);
    List<String[]> rows = new ArrayList<>();
    for (String name : directory.places().keySet()) {
      Matcher parts = pattern.matcher(name);
      if (parts.matches()) {
        String address = ArchiveAddress.of(archive, name);
        String label = pattern.hasLabel() ? parts.group("label") : classes.get(stem(name));
        String id = pattern.hasId() ? parts.group("id") : Long.toString(id(address));
        String split = pattern.hasSplit() ? parts.group("split") : null;
        rows.add(new String[] {id, label, address, split});
      }
    }
    return rows;
  }

  private boolean isWanted(String name) {
    return pattern.matches(name) || !pattern.hasLabel() && name.endsWith(CLASS);
  }

  /**
   * The classes that entries hold, by the names of these without an ending; without those that
   * cannot be read.
   */
  private Map<String, String> classes(String archive, ArchiveDirectory directory) {
    List<PackedItem<String>> items = new ArrayList<>();
    for (Map.Entry<String, EntryPlace> entry : directory.places().entrySet()) {
      if (entry.getKey().endsWith(CLASS) && isReadable(entry.getValue())) {
        String stem = stem(entry.getKey());
        items.add(new PackedItem<>(stem, archive, directory.modified(), entry.getValue()));
      }
    }
    Map<String, String> classes = new HashMap<>();
    try (FetchedFiles<String> files = source.fetchPacked(items.iterator())) {
      while (files.hasNext()) {
        read(files.next(), classes);
      }
    }
    return classes;
  }

  private static void read(FetchedFiles.Fetched<String> entry, Map<String, String> classes) {
    try {
      String text = new String(entry.file().content(), StandardCharsets.UTF_8).trim();
      classes.put(entry.item(), text);
    } catch (ImageRejectedException e) {
      // its image stays without a label, which is counted and refused as in any label file
    }
  }

  private boolean isReadable(EntryPlace entry) {
    try {
      source.requireReadable(entry);
      return true;
    } catch (ImageRejectedException e) {
      return false;
    }
  }

  /** WebDataset's key: the path up to the first dot of the file's name. */
  private static String stem(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** 63 bits of the address' SHA-256: the same in each run, whatever is added. */
  private static long id(String address) {
    byte[] digest = DigestUtils.sha256(address);
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
  }
}
