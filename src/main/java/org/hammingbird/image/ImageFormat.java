package org.hammingbird.image;

/** The file formats that are read, told by their first bytes and never by the file's name. */
public enum ImageFormat {
  JPEG("jpeg"),
  PNG("png"),
  GIF("gif"),
  BMP("bmp"),
  WEBP("webp"),
  TIFF("tiff");

  private final String id;

  ImageFormat(String id) {
    this.id = id;
  }

  /** As stored in the {@code hashes} table. */
  public String id() {
    return id;
  }

  /** The format that the file begins as, or null where it is none of these. */
  static ImageFormat sniff(byte[] file) {
    if (starts(file, 0, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (starts(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return PNG;
    }
    if (starts(file, 0, 'G', 'I', 'F', '8', '7', 'a')
        || starts(file, 0, 'G', 'I', 'F', '8', '9', 'a')) {
      return GIF;
    }
    if (starts(file, 0, 'R', 'I', 'F', 'F') && starts(file, 8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    if (starts(file, 0, 'I', 'I', 42, 0) || starts(file, 0, 'M', 'M', 0, 42)) {
      return TIFF;
    }
    return starts(file, 0, 'B', 'M') ? BMP : null;
  }

  private static boolean starts(byte[] file, int offset, int... magic) {
    if (file.length < offset + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((file[offset + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
