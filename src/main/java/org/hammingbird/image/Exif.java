package org.hammingbird.image;

/**
 * Finds the EXIF orientation in a file. Whatever is damaged on the way counts as not there: images
 * are not refused for that. (Exif 2.32; PNG, third edition, section 11.3.4.6; the WebP container.)
 */
final class Exif {
  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int NONE = -1;

  private static final int APP1 = 0xE1;
  private static final int SOS = 0xDA;
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_END = 0x49454E44;
  private static final int WEBP_EXIF = 0x45584946;

  /** Before the TIFF structure in a JPEG, and by mistake in other files. */
  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private final byte[] file;

  private Exif(byte[] file) {
    this.file = file;
  }

  /** The value of the tag, or -1. */
  static long orientation(byte[] file) {
    ImageFormat format = ImageFormat.sniff(file);
    if (format == null) {
      return NONE;
    }
    Exif exif = new Exif(file);
    try {
      switch (format) {
        case JPEG:
          return exif.ofJpeg();
        case PNG:
          return exif.ofPng();
        case WEBP:
          return exif.ofWebp();
        case TIFF:
          return exif.value(ORIENTATION, 0, file.length);
        default:
          return NONE;
      }
    } catch (IndexOutOfBoundsException e) {
      // what the file points at is not there
      return NONE;
    }
  }

  private long ofJpeg() {
    int at = 2;
    while (true) {
      while (byteAt(at) != 0xFF) {
        at++;
      }
      while (byteAt(at) == 0xFF) {
        at++;
      }
      int marker = byteAt(at);
      if (marker == SOS || marker == 0) {
        return NONE;
      }
      int length = shortAt(at + 1, false);
      if (length < 2) {
        return NONE;
      }
      if (marker == APP1 && startsWithPrefix(at + 3)) {
        return value(ORIENTATION, at + 3 + PREFIX.length, at + 1 + length);
      }
      at += 1 + length;
    }
  }

  private long ofPng() {
    int at = 8;
    while (true) {
      int length = intAt(at, false);
      int type = intAt(at + 4, false);
      if (length < 0 || type == PNG_END || length > file.length - at - 12) {
        return NONE;
      }
      if (type == PNG_EXIF) {
        return ofTiffAfterPrefix(at + 8, at + 8 + length);
      }
      at += length + 12;
    }
  }

  private long ofWebp() {
    int at = 12;
    while (true) {
      int type = intAt(at, false);
      int length = intAt(at + 4, true);
      if (length < 0 || length > file.length - at - 8) {
        return NONE;
      }
      if (type == WEBP_EXIF) {
        return ofTiffAfterPrefix(at + 8, at + 8 + length);
      }
      at += 8 + length + (length & 1);
    }
  }

  private long ofTiffAfterPrefix(int from, int end) {
    return value(ORIENTATION, startsWithPrefix(from) ? from + PREFIX.length : from, end);
  }

  /** The tag in the first directory of the TIFF structure in these bytes. */
  private long value(int tag, int from, int end) {
    boolean little = byteAt(from) == 'I';
    if (!little && byteAt(from) != 'M') {
      return NONE;
    }
    long offset = intAt(from + 4, little) & 0xFFFFFFFFL;
    if (offset > end - from - 2L) {
      return NONE;
    }
    int directory = from + (int) offset;
    int entries = shortAt(directory, little);
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (entry + 12 > end) {
        return NONE;
      }
      if (shortAt(entry, little) == tag) {
        int type = shortAt(entry + 2, little);
        boolean one = intAt(entry + 4, little) == 1;
        return one && type == SHORT
            ? shortAt(entry + 8, little)
            : one && type == LONG ? intAt(entry + 8, little) : NONE;
      }
    }
    return NONE;
  }

  private boolean startsWithPrefix(int at) {
    for (int i = 0; i < PREFIX.length; i++) {
      if (byteAt(at + i) != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  private int byteAt(int at) {
    return file[at] & 0xFF;
  }

  private int shortAt(int at, boolean little) {
    return little ? byteAt(at) | byteAt(at + 1) << 8 : byteAt(at) << 8 | byteAt(at + 1);
  }

  private int intAt(int at, boolean little) {
    return little
        ? shortAt(at, true) | shortAt(at + 2, true) << 16
        : shortAt(at, false) << 16 | shortAt(at + 2, false);
  }
}
