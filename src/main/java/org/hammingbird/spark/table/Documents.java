package org.hammingbird.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.hammingbird.UserException;

/**
 * Files of a workspace that are written once under a name of their own and never change. A document
 * is a result only when a manifest names it: one left behind by a killed run is never read.
 */
public final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** File systems on which renaming is one step. */
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs");

  private final Path root;
  private final FileSystem fileSystem;

  Documents(Path root, FileSystem fileSystem) {
    this.root = root;
    this.fileSystem = fileSystem;
  }

  /**
   * Writes a new document.
   *
   * @param folder such as {@code models/quick}
   * @param suffix such as {@code .zip}
   * @return its path relative to the workspace, for a manifest
   */
  public String write(String folder, String suffix, byte[] content) {
    String relative =
        "documents/" + Workspace.checkedName(folder) + "/" + UUID.randomUUID() + suffix;
    write(relative, content, false);
    return relative;
  }

  /**
   * Writes a file whose name people know, replacing the one before it. A reader finds the old one
   * or the new one whole: object stores show a file when it is closed, and elsewhere it is written
   * beside and then renamed.
   */
  public void replace(String relative, byte[] content) {
    if (!RENAMING.contains(fileSystem.getScheme())) {
      write(relative, content, true);
      return;
    }
    Path path = new Path(root, relative);
    Path waiting = new Path(path.getParent(), "." + path.getName() + "-" + UUID.randomUUID());
    try {
      try (OutputStream out = fileSystem.create(waiting, false)) {
        out.write(content);
      }
      FileContext.getFileContext(path.toUri(), fileSystem.getConf())
          .rename(waiting, path, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  /**
   * The bytes of a document.
   *
   * @throws UserException where it is missing
   */
  public byte[] read(String relative) {
    Path path = new Path(root, relative);
    try (FSDataInputStream in = fileSystem.open(path)) {
      long length = fileSystem.getFileStatus(path).getLen();
      byte[] content = new byte[Math.toIntExact(length)];
      IOUtils.readFully(in, content, 0, content.length);
      return content;
    } catch (FileNotFoundException e) {
      throw new UserException(
          "The document " + path + " is missing: run the stage that makes it again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A document of JSON.
   *
   * @throws UserException where it is missing
   */
  public JsonNode json(String relative) {
    byte[] content = read(relative);
    try {
      return JSON.readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException("Damaged document " + new Path(root, relative), e);
    }
  }

  private void write(String relative, byte[] content, boolean replace) {
    try (OutputStream out = fileSystem.create(new Path(root, relative), replace)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + new Path(root, relative), e);
    }
  }
}
