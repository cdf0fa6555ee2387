package org.hammingbird.image;

import java.util.Arrays;

/**
 * Pixels of one image: 8-bit samples (0 to 255, unsigned in a {@code byte}), row by row from the
 * top, interleaved: sample {@code (y * width + x) * channels + c}. One channel is grey, three are
 * red, green and blue as the file holds them, without colour management.
 *
 * <p>The sample array is shared, not copied, since copies would cost as much as hashing: whoever
 * makes or reads a raster leaves the array unchanged.
 */
public final class Raster {
  /** How many times the wanted size means of blocks leave to the resampler. */
  private static final int REDUCING_GAP = 2;

  private final int width;
  private final int height;
  private final int channels;
  private final byte[] samples;

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

  /** The samples themselves, not a copy. */
  public byte[] samples() {
    return samples;
  }

  /** Three channels: this raster where it has them, else its grey three times. */
  public Raster toRgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[samples.length * 3];
    for (int i = 0, o = 0; i < samples.length; i++) {
      byte grey = samples[i];
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
    Luma.ofRgb(samples, 0, luma, 0, luma.length);
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
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "Raster[" + width + "x" + height + "x" + channels + "]";
  }
}
