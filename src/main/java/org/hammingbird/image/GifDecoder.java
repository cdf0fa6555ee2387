package org.hammingbird.image;

import java.io.IOException;
import java.util.Arrays;

/** The first frame of a GIF, laid on the file's screen as Pillow does. */
final class GifDecoder implements FormatDecoder {
  /** First row and distance of the rows of each pass of an interlaced frame. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private static final int[][] ONE_PASS = {{0, 1}};

  @Override
  public PendingImage open(byte[] file) throws IOException {
    return new Pending(file, GifStructure.read(file));
  }

  private static Raster decode(byte[] file, GifStructure gif) throws IOException {
    int width = gif.frameWidth();
    int height = gif.frameHeight();
    byte[] indices = new byte[width * height];
    new GifCodes(file, gif.dataStart()).read(gif.codeBits(), indices);
    byte[] screen = new byte[gif.width() * gif.height()];
    if (screen.length > indices.length) {
      Arrays.fill(screen, (byte) gif.background());
    }
    int row = 0;
    for (int[] pass : gif.interlaced() ? PASSES : ONE_PASS) {
      for (int y = pass[0]; y < height; y += pass[1]) {
        int to = (gif.y() + y) * gif.width() + gif.x();
        System.arraycopy(indices, row * width, screen, to, width);
        row++;
      }
    }
    if (!gif.hasPalette()) {
      return new Raster(gif.width(), gif.height(), 1, screen);
    }
    return new Raster(gif.width(), gif.height(), 3, colors(screen, gif.palette()));
  }

  private static byte[] colors(byte[] indices, byte[] palette) {
    byte[] rgb = new byte[indices.length * 3];
    int o = 0;
    for (byte index : indices) {
      int color = 3 * (index & 0xFF);
      rgb[o++] = palette[color];
      rgb[o++] = palette[color + 1];
      rgb[o++] = palette[color + 2];
    }
    return rgb;
  }

  @Override
  public void dispose() {
    // holds nothing
  }

  private static final class Pending implements PendingImage {
    private final byte[] file;
    private final GifStructure structure;

    private Pending(byte[] file, GifStructure structure) {
      this.file = file;
      this.structure = structure;
    }

    @Override
    public long width() {
      return structure.width();
    }

    @Override
    public long height() {
      return structure.height();
    }

    @Override
    public long effort() {
      return width() * height() + file.length;
    }

    @Override
    public Raster decode() throws IOException {
      return GifDecoder.decode(file, structure);
    }
  }
}
