package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Image files to pixels: JPEG, PNG, GIF (its first frame), BMP, WebP and TIFF (its first page),
 * told by their first bytes.
 *
 * <p>The samples are those that Python's Pillow shows for the file after {@code convert("RGB")}, or
 * {@code convert("L")} where it is grey: alpha is ignored, not blended; palettes are looked up;
 * 16-bit grey is clipped at 255, 16-bit colour loses its lower byte; CMYK is multiplied out; colour
 * profiles and the EXIF orientation are not applied.
 *
 * <p>The size is read from the header and checked before any pixel is decoded. A file that ends too
 * early is refused, as Pillow does, even where only the JPEG's end marker is missing. Whatever a
 * decoder does on a hostile file, short of breaking the JVM, becomes an {@link
 * ImageRejectedException}.
 *
 * <p>Not thread-safe, since readers and their buffers are used again and again: one for each thread
 * of tasks.
 */
public final class ImageDecoder {
  /** The limit of Pillow, above which it suspects a decompression bomb. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970;

  /** Four samples a pixel must fit into one array. */
  private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

  static {
    // otherwise ImageIO buffers streams in temporary files
    ImageIO.setUseCache(false);
  }

  private final PixelLimit limit;
  private final Map<ImageFormat, FormatDecoder> decoders = new EnumMap<>(ImageFormat.class);

  public ImageDecoder() {
    this(DEFAULT_MAX_PIXELS);
  }

  /**
   * @param maxPixels the largest width times height that is decoded, 1 to 536,870,911; a side above
   *     1,000,000 pixels is refused in any case
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "Invalid limit of pixels: " + maxPixels + " (must be 1 to " + MOST_PIXELS + ")");
    }
    this.limit = new PixelLimit(maxPixels);
  }

  /**
   * @param file the whole file; not changed
   * @throws ImageRejectedException where it cannot be used, with one of the causes empty,
   *     unsupported-format, truncated, corrupt, too-large
   */
  public DecodedImage decode(byte[] file) throws ImageRejectedException {
    Objects.requireNonNull(file, "file");
    if (file.length == 0) {
      throw new ImageRejectedException(RejectCause.EMPTY, "The file has no bytes");
    }
    ImageFormat format = ImageFormat.sniff(file);
    if (format == null) {
      throw new ImageRejectedException(
          RejectCause.UNSUPPORTED_FORMAT,
          "The file begins with " + beginning(file) + ", which is no format that is read");
    }
    return new DecodedImage(decode(file, format), format);
  }

  private Raster decode(byte[] file, ImageFormat format) throws ImageRejectedException {
    // a reader that cannot be made is a fault of the installation, not of the file
    FormatDecoder decoder = decoders.computeIfAbsent(format, FormatDecoder::create);
    boolean decoded = false;
    try {
      Raster raster = decoder.decode(file, limit);
      decoded = true;
      return raster;
    } catch (EOFException e) {
      throw rejected(RejectCause.TRUNCATED, format, e);
    } catch (IOException | RuntimeException e) {
      throw rejected(causeOf(e), format, e);
    } catch (OutOfMemoryError e) {
      throw rejected(RejectCause.TOO_LARGE, format, e);
    } catch (StackOverflowError e) {
      throw rejected(RejectCause.CORRUPT, format, e);
    } finally {
      if (!decoded) {
        // a reader that failed half-way may keep anything
        decoders.remove(format);
        decoder.dispose();
      }
    }
  }

  private static RejectCause causeOf(Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof EOFException) {
        return RejectCause.TRUNCATED;
      }
      if (e instanceof UnsupportedOperationException
          || String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unsupported")) {
        return RejectCause.UNSUPPORTED_FORMAT;
      }
    }
    return RejectCause.CORRUPT;
  }

  private static ImageRejectedException rejected(
      RejectCause cause, ImageFormat format, Throwable failure) {
    String why = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    return new ImageRejectedException(cause, "Cannot decode " + format.id() + ": " + why, failure);
  }

  private static String beginning(byte[] file) {
    StringBuilder hex = new StringBuilder("0x");
    for (int i = 0; i < Math.min(file.length, 8); i++) {
      hex.append(String.format("%02x", file[i]));
    }
    return hex.toString();
  }
}
