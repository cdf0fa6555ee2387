package org.hammingbird.image;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Cleaner;

/**
 * JPEG by libjpeg-turbo, with the settings that Pillow decodes with: the accurate inverse DCT and
 * smooth chroma. Its warnings, such as junk inside the data, are no errors, as in Pillow.
 *
 * <p>Not thread-safe. Buffers are used again; those for more than {@link #KEPT_PIXELS} are freed
 * after each image.
 */
final class TurboJpeg implements JpegSource {
  /** Bytes of a buffer that is kept for the next image. */
  private static final int KEPT = KEPT_PIXELS * Integer.BYTES;

  /**
   * Into memory aligned to its vectors (32 bytes) libjpeg-turbo writes past the processor's caches,
   * and the pixels have to be fetched again at once: half the time of a small image.
   */
  private static final int VECTOR = 32;

  private static final int[] NO_PIXELS = {};

  /** Red, green, blue and a byte that means nothing. */
  private static final int RGBX = 2;

  private static final int GREY = 6;
  private static final int CMYK = 11;
  private static final int FATAL = 1;

  /** How libjpeg's warnings begin ({@code JWRN_} in its {@code jerror.h}, the same since 1998). */
  private static final String[] WARNINGS = {
    "Corrupt JPEG data",
    "Inconsistent progression sequence",
    "Invalid SOS parameters for sequential JPEG",
    "Premature end of JPEG file",
    "Unknown Adobe color transform code",
    "Warning: unknown JFIF revision number"
  };

  private static final Cleaner CLEANER = Cleaner.create();

  private final long handle;
  private final Cleaner.Cleanable release;
  private Memory input;
  private Memory output;
  private int[] pixels = NO_PIXELS;

  TurboJpeg() {
    handle = TurboJpegLibrary.tjInitDecompress();
    if (handle == 0) {
      throw new OutOfMemoryError("libjpeg-turbo could not be started");
    }
    long address = handle;
    release = CLEANER.register(this, () -> TurboJpegLibrary.tjDestroy(address));
  }

  @Override
  public int mostDivisor() {
    return 8;
  }

  @Override
  public int[] pixels(byte[] file, JpegStructure structure, int divisor) throws IOException {
    int width = JpegSource.divided(structure.width(), divisor);
    int height = JpegSource.divided(structure.height(), divisor);
    int count = Math.multiplyExact(width, height);
    try {
      pixels = JpegSource.atLeast(pixels, count);
      decompress(file, width, height, RGBX, Integer.BYTES);
      output.read(unaligned(output), pixels, 0, count);
      return pixels;
    } finally {
      free();
    }
  }

  @Override
  public byte[] samples(byte[] file, JpegStructure structure, int divisor) throws IOException {
    int width = JpegSource.divided(structure.width(), divisor);
    int height = JpegSource.divided(structure.height(), divisor);
    int channels = structure.components();
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
    try {
      decompress(file, width, height, channels == 1 ? GREY : CMYK, channels);
      output.read(unaligned(output), samples, 0, samples.length);
      return samples;
    } finally {
      free();
    }
  }

  private void decompress(byte[] file, int width, int height, int format, int pixelBytes)
      throws IOException {
    input = atLeast(input, file.length);
    output = atLeast(output, Math.multiplyExact(Math.multiplyExact(width, height), pixelBytes));
    long pixelAddress = Pointer.nativeValue(output) + unaligned(output);
    input.write(0, file, 0, file.length);
    int result =
        TurboJpegLibrary.tjDecompress2(
            handle,
            Pointer.nativeValue(input),
            file.length,
            pixelAddress,
            width,
            width * pixelBytes,
            height,
            format,
            0);
    if (result != 0) {
      refuseUnlessWarned();
    }
  }

  /** Lets go of what is too large to be kept. */
  private void free() {
    input = kept(input);
    output = kept(output);
    if (pixels.length > KEPT_PIXELS + KEPT_PIXELS / 4) {
      pixels = NO_PIXELS;
    }
  }

  /**
   * The library answers a warning and an error alike, and its code says "warning" for an error that
   * came after one. But its text is then the error's: of warnings only the first is kept.
   */
  private void refuseUnlessWarned() throws IOException {
    String message = TurboJpegLibrary.tjGetErrorStr2(handle);
    boolean warned = false;
    for (String warning : WARNINGS) {
      warned |= message.startsWith(warning);
    }
    if (!warned || TurboJpegLibrary.tjGetErrorCode(handle) == FATAL) {
      throw new IOException(message);
    }
  }

  private static Memory atLeast(Memory buffer, int bytes) {
    if (buffer != null && buffer.size() >= (long) bytes + VECTOR) {
      return buffer;
    }
    if (buffer != null) {
      buffer.close();
    }
    // grown by a quarter more than asked for, so that images of rising size do not all pay
    return new Memory(bytes + (bytes <= KEPT ? bytes / 4 : 0) + 1L + VECTOR);
  }

  /** The offset in a buffer's first bytes that lies between the borders of vectors. */
  private static long unaligned(Memory buffer) {
    return Math.floorMod(VECTOR / 2 - Pointer.nativeValue(buffer), VECTOR);
  }

  private static Memory kept(Memory buffer) {
    if (buffer == null || buffer.size() <= KEPT + KEPT / 4 + 1L + VECTOR) {
      return buffer;
    }
    buffer.close();
    return null;
  }

  @Override
  public void dispose() {
    input = closed(input);
    output = closed(output);
    release.clean();
  }

  private static Memory closed(Memory buffer) {
    if (buffer != null) {
      buffer.close();
    }
    return null;
  }
}
