package org.hammingbird.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.hammingbird.UserException;
import org.hammingbird.demo.Planted;
import org.hammingbird.demo.SampleCollection;

/**
 * Where a demo keeps its collection, database and workspace. The file {@value #MARK} says that the
 * folder is a demo's own, and which collection is in it: nothing is written or deleted in a folder
 * of anybody else's.
 */
final class DemoFolder {
  private static final String MARK = "demo.properties";

  private final Path folder;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes a folder that is empty, absent, or an earlier demo's.
   *
   * @throws UserException where it holds something else
   */
  static DemoFolder claim(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute) && !Files.exists(absolute.resolve(MARK)) && !isEmpty(absolute)) {
        throw new UserException(
            "The folder "
                + absolute
                + " is not empty and not a demo's: name another by --to, or empty it");
      }
      Files.createDirectories(absolute);
      if (!Files.exists(absolute.resolve(MARK))) {
        Files.writeString(absolute.resolve(MARK), "");
      }
    } catch (IOException e) {
      throw new UserException("Cannot use the folder " + absolute + " for the demo: " + e, e);
    }
    return new DemoFolder(absolute);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    try (Stream<Path> files = Files.list(folder)) {
      return !files.findAny().isPresent();
    }
  }

  Path path() {
    return folder;
  }

  Path collection() {
    return folder.resolve("collection");
  }

  Path database() {
    return folder.resolve("database");
  }

  Path workspace() {
    return folder.resolve("workspace");
  }

  /** Whether the collection of this size and seed is there as a whole. */
  boolean holds(int images, long seed) throws IOException {
    return Files.readString(folder.resolve(MARK)).equals(mark(images, seed))
        && Files.exists(SampleCollection.labels(collection()));
  }

  /** Deletes the collection and what was made of it; the database's server stays unpacked. */
  void clear() throws IOException {
    Files.writeString(folder.resolve(MARK), "");
    delete(collection());
    delete(workspace());
  }

  /** Draws the collection; the folder is marked with it when it is whole. */
  Planted draw(int images, long seed) throws IOException {
    Planted planted = new SampleCollection(images, seed).draw(collection());
    Files.writeString(folder.resolve(MARK), mark(images, seed));
    return planted;
  }

  Planted planted() throws IOException {
    return Planted.read(collection());
  }

  private static String mark(int images, long seed) {
    return String.format("images=%d%nseed=%d%n", images, seed);
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try {
      Files.walkFileTree(tree, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + tree, e);
    }
  }

  /** Does not follow links. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failed)
        throws IOException {
      if (failed != null) {
        throw failed;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
