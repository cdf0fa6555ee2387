package org.hammingbird.image;

import java.util.Arrays;

/**
 * Pixels of one image: 8-bit samples (0 to 255, unsigned in a {@code byte}), row by row from the
 * top, interleaved: sample {@code (y * width + x) * channels + c}. One channel is grey, three are
 * red, green and blue as the file holds them, without colour management.
 *
 * <p>The sample array is shared, not copied, since copies would cost as much as hashing: whoever
 * makes or reads a raster leaves the array unchanged.
 *
 * <p>The raster of an image in colour that {@link ImageDecoder} lends for the time of its use has
 * {@linkplain PackedPixels packed pixels} instead, in an array that the next image will fill; its
 * samples are made when they are asked for.
 */
public final class Raster {
  /** How many times the wanted size means of blocks leave to the resampler. */
  private static final int REDUCING_GAP = 2;

  private final int width;
  private final int height;
  private final int channels;

  /** Of a lent raster until it has been taken back, else null. */
  private int[] lent;

  /** Null where the pixels are lent and nobody has asked for samples. */
  private byte[] samples;

  /**
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @param samples exactly {@code width * height * channels} of them
   */
  public Raster(int width, int height, int channels, byte[] samples) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Invalid size: " + width + "x" + height + " (each side must be at least 1)");
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("Invalid channels: " + channels + " (must be 1 or 3)");
    }
    if (samples.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          String.format(
              "Invalid number of samples: %d (%dx%d with %d channels needs %d)",
              samples.length, width, height, channels, (long) width * height * channels));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.samples = samples;
  }

  private Raster(int width, int height, int[] lent) {
    this.width = width;
    this.height = height;
    this.channels = 3;
    this.lent = lent;
  }

  /**
   * A raster in colour until {@link #takeBack}.
   *
   * @param pixels packed, at least {@code width * height}
   */
  static Raster lent(int width, int height, int[] pixels) {
    return new Raster(width, height, pixels);
  }

  /** From here on a lent raster has its size, and its samples only if they have been asked for. */
  void takeBack() {
    lent = null;
  }

  /** This raster, with samples of its own where its pixels are lent. */
  public Raster kept() {
    return lent == null ? this : new Raster(width, height, channels, samples());
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** 1 for grey, 3 for red, green and blue. */
  public int channels() {
    return channels;
  }

  /**
   * The samples themselves, not a copy.
   *
   * @throws IllegalStateException where the raster was lent and its time is over
   */
  public byte[] samples() {
    if (samples == null) {
      if (lent == null) {
        throw new IllegalStateException(this + " was lent for a use that is over: keep a copy");
      }
      samples = new byte[width * height * channels];
      PackedPixels.unpack(lent, samples, width * height);
    }
    return samples;
  }

  /**
   * Reads pixels as {@link PackedPixels} has them; what stands above a pixel's own samples is
   * undefined.
   *
   * @param from index of the first one, row by row
   * @param step how far apart they are
   */
  void read(int from, int step, int[] packed, int count) {
    if (lent == null) {
      PackedPixels.read(samples(), from * channels, step * channels, packed, count);
    } else if (step == 1) {
      System.arraycopy(lent, from, packed, 0, count);
    } else {
      PackedPixels.pick(lent, from, step, packed, count);
    }
  }

  /** Reads pixels like {@link #read}, as luma or grey from 0 to 255. */
  void readLuma(int from, int step, int[] luma, int count) {
    read(from, step, luma, count);
    toLuma(luma, count);
  }

  /** Turns pixels of this raster, as {@link #read} has them, to luma or grey from 0 to 255. */
  void toLuma(int[] packed, int count) {
    if (channels == 1) {
      PackedPixels.sample(packed, 0, count);
    } else {
      Luma.ofPacked(packed, count);
    }
  }

  /** Three channels: this raster where it has them, else its grey three times. */
  public Raster toRgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[samples.length * 3];
    int o = 0;
    for (byte grey : samples) {
      rgb[o++] = grey;
      rgb[o++] = grey;
      rgb[o++] = grey;
    }
    return new Raster(width, height, 3, rgb);
  }

  /** One channel: this raster where it is grey, else its {@linkplain Luma luma}. */
  public Raster toLuma() {
    if (channels == 1) {
      return this;
    }
    byte[] luma = new byte[width * height];
    int[] row = new int[width];
    for (int at = 0; at < luma.length; at += width) {
      readLuma(at, 1, row, width);
      for (int x = 0; x < width; x++) {
        luma[at + x] = (byte) row[x];
      }
    }
    return new Raster(width, height, 1, luma);
  }

  /**
   * This raster, shrunk so that its shorter side is {@code side}; the raster itself where that side
   * is no longer already. The other side keeps the proportions, rounded to the nearest pixel. Far
   * larger rasters are brought near twice that size by {@linkplain BlockMean means of blocks}
   * first, as Pillow does with {@code reducing_gap=2}, the others by {@link LanczosResampler}
   * alone.
   *
   * @param side at least 1
   */
  public Raster shrink(int side) {
    if (side < 1) {
      throw new IllegalArgumentException("Invalid side: " + side + " (must be at least 1)");
    }
    int shorter = Math.min(width, height);
    if (shorter <= side) {
      return this;
    }
    int across = scaled(width, side, shorter);
    int down = scaled(height, side, shorter);
    return LanczosResampler.resize(reduced(across, down), across, down);
  }

  private Raster reduced(int across, int down) {
    int columns = Math.min(BlockMean.LARGEST, Math.max(1, width / across / REDUCING_GAP));
    int rows = Math.min(BlockMean.LARGEST, Math.max(1, height / down / REDUCING_GAP));
    return columns == 1 && rows == 1 ? this : BlockMean.of(this, columns, rows);
  }

  private static int scaled(int length, int side, int shorter) {
    return Math.toIntExact(((long) length * side + shorter / 2) / shorter);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Raster)) {
      return false;
    }
    Raster that = (Raster) other;
    return width == that.width
        && height == that.height
        && channels == that.channels
        && Arrays.equals(samples(), that.samples());
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(samples());
  }

  @Override
  public String toString() {
    return "Raster[" + width + "x" + height + "x" + channels + "]";
  }
}
