package org.hammingbird.spark.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * Fetches image files through Hadoop's file systems, whole, and directories and parts of archives,
 * under allowed roots only. One for each task.
 */
public final class ImageFetcher {
  /** Attempts at a file whose reading fails in a way that may pass. */
  private static final int ATTEMPTS = 3;

  private static final long FIRST_PAUSE_MILLIS = 200;

  private final AllowedRoots roots;
  private final Configuration hadoop;
  private final int maxBytes;
  private final boolean localFiles;
  private final Map<String, FileStatus> archives = new HashMap<>();

  /**
   * @param maxBytes the longest file that is fetched
   */
  public ImageFetcher(AllowedRoots roots, Configuration hadoop, int maxBytes) {
    this.roots = Objects.requireNonNull(roots, "roots");
    this.hadoop = Objects.requireNonNull(hadoop, "hadoop");
    this.maxBytes = maxBytes;
    this.localFiles = LocalFiles.areServed(hadoop);
  }

  /**
   * Whether a file is still what it was, as far as its length and time of change show.
   *
   * @throws ImageRejectedException where it cannot be had
   */
  public boolean isUnchanged(String address, long bytes, long modified)
      throws ImageRejectedException {
    Path path = roots.resolve(address);
    FileStatus status = attempt(path, () -> status(path));
    return status.getLen() == bytes && status.getModificationTime() == modified;
  }

  /**
   * When an archive was last changed, in milliseconds since 1970: so long as this is the same, its
   * entries are taken for what they were.
   *
   * @throws ImageRejectedException where it cannot be had
   */
  public long archiveModified(String archive) throws ImageRejectedException {
    return archive(archive).getModificationTime();
  }

  /** Asked for once; the parts of a task are fetched side by side. */
  private synchronized FileStatus archive(String archive) throws ImageRejectedException {
    FileStatus status = archives.get(archive);
    if (status == null) {
      Path path = roots.resolve(archive);
      status = attempt(path, () -> status(path));
      archives.put(archive, status);
    }
    return status;
  }

  /**
   * Where the entries of a zip or a tar stand.
   *
   * @param wanted the names of those that are
   * @throws ImageRejectedException where it cannot be had, or is no archive
   */
  public ArchiveDirectory directory(String archive, Predicate<String> wanted)
      throws ImageRejectedException {
    FileStatus status = archive(archive);
    requireBytes(status);
    return attempt(
        status.getPath(),
        () -> {
          try (FSDataInputStream in = open(status)) {
            return ArchiveDirectory.read(in, status, wanted);
          }
        });
  }

  /**
   * A part of an archive.
   *
   * @throws ImageRejectedException where it cannot be had
   */
  byte[] part(String archive, long begin, int length) throws ImageRejectedException {
    FileStatus status = archive(archive);
    return attempt(
        status.getPath(),
        () -> {
          byte[] content = new byte[length];
          try (FSDataInputStream in = open(status)) {
            in.readFully(begin, content);
          }
          return content;
        });
  }

  /** Stores need not be asked for what is known already, and send what is read, not more. */
  private FSDataInputStream open(FileStatus status) throws IOException {
    return FutureIO.awaitFuture(
        status
            .getPath()
            .getFileSystem(hadoop)
            .openFile(status.getPath())
            .withFileStatus(status)
            .build());
  }

  /**
   * A file's bytes, as soon as there is room for them.
   *
   * @throws ImageRejectedException where they cannot be had, after {@value #ATTEMPTS} attempts if
   *     the fault may pass
   */
  FetchedFile fetch(String address, FetchAhead.Room room) throws ImageRejectedException {
    Path path = roots.resolve(address);
    return attempt(path, () -> read(path, room));
  }

  private FetchedFile read(Path path, FetchAhead.Room room)
      throws IOException, ImageRejectedException, InterruptedException {
    FileStatus status = status(path);
    requireBytes(status);
    if (status.getLen() > maxBytes) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format("%d bytes, more than images.max-bytes = %d", status.getLen(), maxBytes));
    }
    room.take(status.getLen());
    byte[] content = new byte[(int) status.getLen()];
    if (isLocal(path)) {
      LocalFiles.readFully(path, content);
    } else {
      try (FSDataInputStream in = open(status)) {
        in.readFully(content);
      }
    }
    return new FetchedFile(content, status.getModificationTime());
  }

  private static void requireBytes(FileStatus status) throws ImageRejectedException {
    if (status.isDirectory()) {
      throw new ImageRejectedException(
          RejectCause.UNSUPPORTED_FORMAT, status.getPath() + " is a folder");
    }
    if (status.getLen() == 0) {
      // not even opened: named pipes and devices have no length either, and may never answer
      throw new ImageRejectedException(RejectCause.EMPTY, "The file has no bytes");
    }
  }

  private FileStatus status(Path path) throws IOException {
    return isLocal(path) ? LocalFiles.status(path) : path.getFileSystem(hadoop).getFileStatus(path);
  }

  private boolean isLocal(Path path) {
    return localFiles && LocalFiles.SCHEME.equals(path.toUri().getScheme());
  }

  private static <T> T attempt(Path path, Fetch<T> fetch) throws ImageRejectedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return fetch.run();
      } catch (InterruptedException e) {
        throw interrupted(path, e);
      } catch (AccessControlException | AccessDeniedException e) {
        throw new ImageRejectedException(RejectCause.FORBIDDEN, "No permission to read " + path, e);
      } catch (IOException e) {
        if (e instanceof FileNotFoundException) {
          refuseForGood((FileNotFoundException) e, path);
        }
        if (attempt == ATTEMPTS) {
          RejectCause cause =
              e instanceof SocketTimeoutException ? RejectCause.TIMEOUT : RejectCause.UNREADABLE;
          throw new ImageRejectedException(cause, "Cannot read " + path + ": " + e.getMessage(), e);
        }
        long pause = FIRST_PAUSE_MILLIS << (attempt - 1);
        // not all at the same moment: what a store refuses is mostly too much at once
        pause(pause / 2 + ThreadLocalRandom.current().nextLong(pause), path);
      }
    }
  }

  /**
   * The JDK throws the same exception for a file that is not there, one that may not be read, and
   * too many open files, which pass.
   */
  private static void refuseForGood(FileNotFoundException e, Path path)
      throws ImageRejectedException {
    String message = String.valueOf(e.getMessage());
    if (message.endsWith("(Permission denied)")) {
      throw new ImageRejectedException(RejectCause.FORBIDDEN, "No permission to read " + path, e);
    }
    if (!message.endsWith("(Too many open files)")) {
      throw new ImageRejectedException(RejectCause.NOT_FOUND, "There is no file " + path, e);
    }
  }

  private static void pause(long millis, Path path) throws ImageRejectedException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(path, e);
    }
  }

  private static ImageRejectedException interrupted(Path path, InterruptedException e) {
    // the task is being ended: what is answered here is read by nobody
    Thread.currentThread().interrupt();
    return new ImageRejectedException(
        RejectCause.UNREADABLE, "Interrupted while reading " + path, e);
  }

  private interface Fetch<T> {
    T run() throws IOException, ImageRejectedException, InterruptedException;
  }
}
