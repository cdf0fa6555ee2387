package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.imageio.ImageIO;

/**
 * Image files to pixels: JPEG, PNG, GIF (its first frame), BMP, WebP and TIFF (its first page),
 * told by their first bytes.
 *
 * <p>The samples are those that Python's Pillow shows for the file after {@code convert("RGB")}, or
 * {@code convert("L")} where it is grey: alpha is ignored, not blended; palettes are looked up;
 * 16-bit grey is clipped at 255, 16-bit colour loses its lower byte; CMYK is multiplied out; colour
 * profiles and the EXIF orientation are not applied, but for TIFF, whose orientation Pillow
 * applies.
 *
 * <p>The size is read from the header and checked before any pixel is decoded. A file that ends too
 * early is refused, as Pillow does, even where only the JPEG's end marker is missing. Whatever a
 * decoder does on a hostile file, short of breaking the JVM, becomes an {@link
 * ImageRejectedException}; so does taking longer than {@link DecodeSettings#maxSeconds}.
 *
 * <p>JPEG, PNG, GIF and lossy WebP, whose time grows with their size and number of passes only, are
 * decoded in the calling thread unless these are large. All else is decoded in a thread that is
 * given up when its time is over, at the cost of some 20 microseconds.
 *
 * <p>Not thread-safe, since readers and their buffers are used again and again: one for each thread
 * of tasks. It need not be closed, but what its buffers take outside the heap, up to some hundred
 * megabytes after large JPEGs, is free at once where it is.
 */
public final class ImageDecoder implements AutoCloseable {
  /** Passes over pixels that end well within a second whatever the data are. */
  private static final long SWIFT_EFFORT = 1 << 26;

  /** Whose readers say in words that they do not read a kind; libjpeg says so of damaged data. */
  private static final Set<ImageFormat> PLUG_INS =
      EnumSet.of(ImageFormat.BMP, ImageFormat.WEBP, ImageFormat.TIFF);

  static {
    // otherwise ImageIO buffers streams in temporary files
    ImageIO.setUseCache(false);
  }

  private final Factory factory;
  private final DecodeRoute route;
  private final PixelLimit limit;
  private final PixelBudget budget;
  private final int maxSeconds;
  private final TimedCalls aside = new TimedCalls();
  private final Map<ImageFormat, FormatDecoder> decoders = new EnumMap<>(ImageFormat.class);
  private StopSign stop = new StopSign();

  public ImageDecoder() {
    this(DecodeSettings.defaults());
  }

  /**
   * @throws org.hammingbird.UserException where they demand libjpeg-turbo and it is not installed
   */
  public ImageDecoder(DecodeSettings settings) {
    this(settings, FormatDecoder::create);
  }

  ImageDecoder(DecodeSettings settings, Factory factory) {
    this.factory = factory;
    this.route = settings.route().resolve();
    this.limit = new PixelLimit(settings.maxPixels());
    this.budget = PixelBudget.ofJvm(settings.maxPixelsAtOnce());
    this.maxSeconds = settings.maxSeconds();
  }

  /**
   * The image, which counts among the pixels held at once until this returns.
   *
   * @param file the whole file; not changed
   * @throws ImageRejectedException where it cannot be used, with one of the causes empty,
   *     unsupported-format, truncated, corrupt, too-large, timeout
   */
  public DecodedImage decode(byte[] file) throws ImageRejectedException {
    return decode(file, DecodedImage::kept);
  }

  /**
   * What {@code use} makes of the image, which counts among the pixels held at once until then, and
   * whose array is used again for the next one: faster than {@link #decode(byte[])}, but the raster
   * must not be used any longer than that.
   *
   * @param file the whole file; not changed
   * @param use not to decode another image: it could wait for the room that this one takes. Where
   *     it runs out of memory, the image is rejected as too large
   * @throws ImageRejectedException where it cannot be used, with one of the causes empty,
   *     unsupported-format, truncated, corrupt, too-large, timeout
   */
  public <T> T decode(byte[] file, Function<DecodedImage, T> use) throws ImageRejectedException {
    return decode(file, PendingImage::decode, use);
  }

  /**
   * As {@link #decode(byte[], Function)}, with fewer pixels where that is cheap: libjpeg-turbo
   * leaves out 1/2, 3/4 or 7/8 of each side of a JPEG within its inverse DCT. All else, and every
   * JPEG on the {@linkplain DecodeRoute#JAVA JDK's route}, comes in full: leaving out pixels is not
   * the same.
   *
   * @param leastSide the shorter side does not get shorter than this, at least 1
   */
  public <T> T decodeScaled(byte[] file, int leastSide, Function<DecodedImage, T> use)
      throws ImageRejectedException {
    if (leastSide < 1) {
      throw new IllegalArgumentException(
          "Invalid least side: " + leastSide + " (must be at least 1)");
    }
    return decode(file, pending -> pending.decodeScaled(leastSide), use);
  }

  private <T> T decode(byte[] file, Pixels pixels, Function<DecodedImage, T> use)
      throws ImageRejectedException {
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
    // a reader that cannot be made is a fault of the installation, not of the file
    FormatDecoder decoder =
        decoders.computeIfAbsent(format, key -> factory.create(key, route, stop));
    PendingImage pending = run(format, () -> decoder.open(file), true, null);
    limit.check(pending);
    PixelBudget.Claim claim = claim(pending);
    try {
      boolean here = pending.effort() <= SWIFT_EFFORT;
      Raster raster = run(format, () -> pixels.of(pending), here, claim);
      try {
        return use.apply(image(raster, format, pending, file));
      } catch (OutOfMemoryError e) {
        throw new ImageRejectedException(
            RejectCause.TOO_LARGE,
            String.format(
                "Not enough memory for what is done with %dx%d pixels: %s",
                pending.width(), pending.height(), e.getMessage()),
            e);
      } finally {
        raster.takeBack();
      }
    } finally {
      claim.leave();
    }
  }

  /** Frees its buffers; another image would make them anew. */
  @Override
  public void close() {
    decoders.values().forEach(FormatDecoder::dispose);
    decoders.clear();
  }

  private static DecodedImage image(
      Raster raster, ImageFormat format, PendingImage pending, byte[] file) {
    int width = (int) pending.width();
    int height = (int) pending.height();
    if (format == ImageFormat.TIFF) {
      Orientation orientation = Orientation.of(file);
      Raster upright = orientation.applyTo(raster);
      return new DecodedImage(upright, format, upright.width(), upright.height(), file);
    }
    return new DecodedImage(raster, format, width, height, file);
  }

  private PixelBudget.Claim claim(PendingImage pending) throws ImageRejectedException {
    try {
      return budget.claim(pending.pixels(), maxSeconds);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Does one step of decoding and turns whatever happens into a rejection.
   *
   * @param here whether in this thread rather than with a time limit
   * @param claim held on to while the step lasts, also where it is given up; null only where here
   */
  private <T> T run(ImageFormat format, Callable<T> step, boolean here, PixelBudget.Claim claim)
      throws ImageRejectedException {
    boolean done = false;
    try {
      T result = here ? step.call() : aside(step, claim);
      done = true;
      return result;
    } catch (ImageRejectedException e) {
      throw e;
    } catch (TimeoutException e) {
      throw givenUp(
          format,
          new ImageRejectedException(
              RejectCause.TIMEOUT,
              "Decoding " + format.id() + " took more than " + maxSeconds + " s",
              e));
    } catch (InterruptedException e) {
      throw givenUp(format, interrupted(e));
    } catch (EOFException e) {
      throw rejected(RejectCause.TRUNCATED, format, e);
    } catch (OutOfMemoryError e) {
      throw rejected(RejectCause.TOO_LARGE, format, e);
    } catch (StackOverflowError | AssertionError | InternalError e) {
      throw rejected(RejectCause.CORRUPT, format, e);
    } catch (Exception e) {
      throw rejected(causeOf(format, e), format, e);
    } finally {
      if (!done) {
        discard(format);
      }
    }
  }

  private <T> T aside(Callable<T> step, PixelBudget.Claim claim) throws Exception {
    try {
      return aside.call(() -> holding(claim, step), TimeUnit.SECONDS.toNanos(maxSeconds));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error) {
        throw (Error) e.getCause();
      }
      throw (Exception) e.getCause();
    }
  }

  private static <T> T holding(PixelBudget.Claim claim, Callable<T> step) throws Exception {
    if (!claim.begin()) {
      throw new InterruptedIOException("given up before it began");
    }
    try {
      return step.call();
    } finally {
      claim.end();
    }
  }

  /** The other thread may still use the format's decoder: it is left to it, undisposed. */
  private ImageRejectedException givenUp(ImageFormat format, ImageRejectedException why) {
    decoders.remove(format);
    stop.raise();
    stop = new StopSign();
    // these listened to the sign that has been raised
    close();
    return why;
  }

  /** A reader that failed half-way may keep anything. */
  private void discard(ImageFormat format) {
    FormatDecoder decoder = decoders.remove(format);
    if (decoder != null) {
      decoder.dispose();
    }
  }

  private static ImageRejectedException interrupted(InterruptedException e) {
    // the task is being ended: what is answered here is read by nobody
    Thread.currentThread().interrupt();
    return new ImageRejectedException(RejectCause.UNREADABLE, "Interrupted while decoding", e);
  }

  private static RejectCause causeOf(ImageFormat format, Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof EOFException) {
        return RejectCause.TRUNCATED;
      }
      if (e instanceof UnsupportedOperationException
          || PLUG_INS.contains(format) && saysUnsupported(e.getMessage())) {
        return RejectCause.UNSUPPORTED_FORMAT;
      }
    }
    return RejectCause.CORRUPT;
  }

  private static boolean saysUnsupported(String message) {
    return String.valueOf(message)
        .toLowerCase(Locale.ROOT)
        .matches("(?s).*(unsupported|unknown tiff).*");
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

  /** Makes the decoder of a format. */
  interface Factory {
    FormatDecoder create(ImageFormat format, DecodeRoute route, StopSign stop);
  }

  private interface Pixels {
    Raster of(PendingImage pending) throws IOException, ImageRejectedException;
  }
}
