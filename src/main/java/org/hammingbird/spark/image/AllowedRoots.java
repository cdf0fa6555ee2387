package org.hammingbird.spark.image;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.hammingbird.UserException;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * The folders under which images may be opened. Addresses come from a database's rows, which
 * anybody may have written: one that leads anywhere else, by another scheme, by {@code ..} or by a
 * symbolic link, is rejected.
 */
public final class AllowedRoots implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<URI> roots;
  private transient volatile List<java.nio.file.Path> realRoots;

  private AllowedRoots(List<URI> roots) {
    this.roots = roots;
  }

  /**
   * The roots that a user names.
   *
   * @param names folders or URIs; a name without a scheme belongs to the default file system
   * @throws UserException where there is none, or no file system serves one
   */
  public static AllowedRoots of(List<String> names, Configuration hadoop) {
    if (names.isEmpty()) {
      throw new UserException(
          "images.roots is empty: name the folders or URIs under which images may be opened");
    }
    List<URI> roots = new ArrayList<>();
    for (String name : names) {
      try {
        Path path = new Path(name);
        roots.add(path.getFileSystem(hadoop).makeQualified(path).toUri().normalize());
      } catch (IOException | IllegalArgumentException e) {
        throw new UserException("Cannot use " + name + " in images.roots: " + e.getMessage(), e);
      }
    }
    return new AllowedRoots(roots);
  }

  /**
   * Where an address leads.
   *
   * @param address a URI; an absolute path on the first root's file system; or a path relative to
   *     the first root
   * @throws ImageRejectedException where that is under none of the roots
   */
  public Path resolve(String address) throws ImageRejectedException {
    Path path;
    try {
      path = new Path(new Path(roots.get(0)), new Path(address));
    } catch (IllegalArgumentException e) {
      throw forbidden(address, e);
    }
    URI normal = path.toUri().normalize();
    for (URI root : roots) {
      if (isUnder(normal, root)) {
        requireNoLinkOutside(normal, address);
        return normal.equals(path.toUri()) ? path : new Path(normal);
      }
    }
    throw forbidden(address, null);
  }

  private static boolean isUnder(URI address, URI root) {
    String folder = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    return Objects.equals(address.getScheme(), root.getScheme())
        && Objects.equals(address.getAuthority(), root.getAuthority())
        && address.getPath().startsWith(folder)
        && !address.getPath().contains("/../");
  }

  /**
   * Only local files have links that lead elsewhere unseen; the other file systems resolve within
   * themselves.
   */
  private void requireNoLinkOutside(URI file, String address) throws ImageRejectedException {
    if (!"file".equals(file.getScheme())) {
      return;
    }
    try {
      java.nio.file.Path real = Paths.get(file.getPath()).toRealPath();
      if (realRoots().stream().anyMatch(real::startsWith)) {
        return;
      }
    } catch (IOException e) {
      // a file that is not there leads nowhere; opening it says so
      return;
    } catch (InvalidPathException e) {
      throw forbidden(address, e);
    }
    throw forbidden(address, null);
  }

  /** Whether all of them are folders of this machine. */
  public boolean areLocal() {
    return roots.stream().allMatch(root -> "file".equals(root.getScheme()));
  }

  /** Where the local roots lead to: asked once a task, not once an image. */
  private List<java.nio.file.Path> realRoots() throws IOException {
    if (realRoots == null) {
      List<java.nio.file.Path> real = new ArrayList<>();
      for (URI root : roots) {
        if ("file".equals(root.getScheme())) {
          real.add(Paths.get(root.getPath()).toRealPath());
        }
      }
      realRoots = real;
    }
    return realRoots;
  }

  private ImageRejectedException forbidden(String address, Exception cause) {
    return new ImageRejectedException(
        RejectCause.FORBIDDEN, address + " is outside images.roots", cause);
  }

  @Override
  public String toString() {
    return roots.stream().map(URI::toString).collect(Collectors.joining(", "));
  }
}
