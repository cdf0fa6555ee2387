package org.hammingbird.spark.image;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of this machine without Hadoop's layers, whose questions about a file (its check sums
 * beside it, its owner, several times its length) take longer than hashing a small image.
 */
final class LocalFiles {
  static final String SCHEME = "file";

  private LocalFiles() {}

  /** Whether Hadoop serves them as it does by default: what a user put in its place is asked. */
  static boolean areServed(Configuration hadoop) {
    try {
      return new Path(SCHEME + ":///").getFileSystem(hadoop).getClass() == LocalFileSystem.class;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Length, time of change, and whether it is a folder.
   *
   * @throws FileNotFoundException where there is none
   */
  static FileStatus status(Path path) throws IOException {
    BasicFileAttributes found = attributes(Paths.get(path.toUri().getPath()));
    return new FileStatus(
        found.size(), found.isDirectory(), 1, 0, found.lastModifiedTime().toMillis(), path);
  }

  private static BasicFileAttributes attributes(java.nio.file.Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(e.getMessage());
    } catch (FileSystemException e) {
      if ("Not a directory".equals(e.getReason())) {
        throw new FileNotFoundException(e.getMessage());
      }
      throw e;
    }
  }

  /**
   * The first bytes.
   *
   * @throws EOFException where it has fewer
   */
  static void readFully(Path path, byte[] content) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toUri().getPath())) {
      if (in.readNBytes(content, 0, content.length) < content.length) {
        throw new EOFException(path + " became shorter while it was read");
      }
    }
  }
}
