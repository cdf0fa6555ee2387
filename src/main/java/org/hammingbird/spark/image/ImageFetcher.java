package org.hammingbird.spark.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * Fetches image files through Hadoop's file systems, whole, under allowed roots only. One for each
 * task.
 */
public final class ImageFetcher {
  /** Attempts at a file whose reading fails in a way that may pass. */
  private static final int ATTEMPTS = 3;

  private static final long FIRST_PAUSE_MILLIS = 200;

  private final AllowedRoots roots;
  private final Configuration hadoop;
  private final int maxBytes;
  private final boolean localFiles;

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
   * A file's length and time of change, without its bytes.
   *
   * @throws ImageRejectedException where it cannot be had
   */
  public FileStatus status(String address) throws ImageRejectedException {
    Path path = roots.resolve(address);
    return attempt(path, () -> status(path));
  }

  /**
   * A file's bytes.
   *
   * @throws ImageRejectedException where they cannot be had, after {@value #ATTEMPTS} attempts if
   *     the fault may pass
   */
  public FetchedFile fetch(String address) throws ImageRejectedException {
    Path path = roots.resolve(address);
    return attempt(path, () -> read(path));
  }

  private FetchedFile read(Path path) throws IOException, ImageRejectedException {
    FileStatus status = status(path);
    if (status.isDirectory()) {
      throw new ImageRejectedException(RejectCause.UNSUPPORTED_FORMAT, path + " is a folder");
    }
    if (status.getLen() == 0) {
      // not even opened: named pipes and devices have no length either, and may never answer
      throw new ImageRejectedException(RejectCause.EMPTY, "The file has no bytes");
    }
    if (status.getLen() > maxBytes) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format("%d bytes, more than images.max-bytes = %d", status.getLen(), maxBytes));
    }
    byte[] content = new byte[(int) status.getLen()];
    if (isLocal(path)) {
      LocalFiles.readFully(path, content);
    } else {
      try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
        in.readFully(content);
      }
    }
    return new FetchedFile(content, status.getModificationTime());
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
        pause(FIRST_PAUSE_MILLIS << (attempt - 1), path);
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
      // the task is being ended: what is answered here is read by nobody
      Thread.currentThread().interrupt();
      throw new ImageRejectedException(
          RejectCause.UNREADABLE, "Interrupted while reading " + path, e);
    }
  }

  private interface Fetch<T> {
    T run() throws IOException, ImageRejectedException;
  }
}
