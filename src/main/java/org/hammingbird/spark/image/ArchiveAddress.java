package org.hammingbird.spark.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/** The address of an image inside a zip or a tar: {@code ARCHIVE!/ENTRY}, as in jar URLs. */
public final class ArchiveAddress {
  /** Regular expression whose only group is the archive, for Spark's functions too. */
  public static final String ARCHIVE = "(?i)^(.*?\\.(?:zip|tar))!/";

  private static final Pattern ADDRESS = Pattern.compile(ARCHIVE);
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  private final String archive;
  private final String entry;

  private ArchiveAddress(String archive, String entry) {
    this.archive = archive;
    this.entry = entry;
  }

  /** Its parts; none where the address is that of a file. */
  public static Optional<ArchiveAddress> of(String address) {
    Matcher parts = ADDRESS.matcher(address);
    return parts.find()
        ? Optional.of(new ArchiveAddress(parts.group(1), address.substring(parts.end())))
        : Optional.empty();
  }

  /** The address of an entry. */
  public static String of(String archive, String entry) {
    return archive + "!/" + entry;
  }

  /** Path or URI of the archive. */
  public String archive() {
    return archive;
  }

  /**
   * The entry's name.
   *
   * @throws ImageRejectedException where it is not the name of a file below the archive's root
   */
  public String entry() throws ImageRejectedException {
    if (!isPlain(entry)) {
      throw new ImageRejectedException(
          RejectCause.FORBIDDEN,
          "The entry \"" + entry + "\" is absolute, leads upwards or is no file's name");
    }
    return entry;
  }

  /** Whether a name leads to a file below the archive's root, on every system. */
  static boolean isPlain(String name) {
    if (name.isEmpty()
        || name.startsWith("/")
        || name.endsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || DRIVE.matcher(name).matches()) {
      return false;
    }
    for (String step : name.split("/")) {
      if (step.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
