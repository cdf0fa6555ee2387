package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first frame of a GIF by the JDK, laid on the file's screen as Pillow does: where the frame
 * does not cover it, the transparent colour shows, or the palette's first.
 */
final class GifDecoder implements FormatDecoder {
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int HAS_PALETTE = 0x80;

  private final PluginDecoder plugin;

  GifDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.GIF, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException {
    int screenWidth = shortAt(file, 6);
    int screenHeight = shortAt(file, 8);
    int at = HEADER + paletteSize(file, 10);
    int background = 0;
    while (byteAt(file, at) == EXTENSION) {
      boolean transparent =
          byteAt(file, at + 1) == GRAPHIC_CONTROL && (byteAt(file, at + 3) & 1) == 1;
      if (transparent) {
        background = byteAt(file, at + 6);
      }
      at = endOfBlocks(file, at + 2);
    }
    if (byteAt(file, at) != IMAGE) {
      throw new IOException("no image");
    }
    int x = shortAt(file, at + 1);
    int y = shortAt(file, at + 3);
    int width = Math.max(screenWidth, x + shortAt(file, at + 5));
    int height = Math.max(screenHeight, y + shortAt(file, at + 7));
    boolean local = (byteAt(file, at + 9) & HAS_PALETTE) != 0;
    int palette = local ? at + 10 : HEADER;
    endOfBlocks(file, at + 10 + paletteSize(file, at + 9) + 1);
    return new Pending(file, width, height, x, y, color(file, palette + 3 * background));
  }

  private static Raster onScreen(
      Raster frame, int x, int y, int width, int height, byte[] background) {
    Raster rgb = frame.toRgb();
    byte[] screen = new byte[width * height * 3];
    for (int i = 0; i < screen.length; i++) {
      screen[i] = background[i % 3];
    }
    int row = rgb.width() * 3;
    for (int line = 0; line < rgb.height(); line++) {
      System.arraycopy(rgb.samples(), line * row, screen, ((y + line) * width + x) * 3, row);
    }
    return new Raster(width, height, 3, screen);
  }

  private static byte[] color(byte[] file, int at) throws EOFException {
    byteAt(file, at + 2);
    return Arrays.copyOfRange(file, at, at + 3);
  }

  /** Bytes of the palette that the flags at {@code at} announce. */
  private static int paletteSize(byte[] file, int at) throws EOFException {
    int flags = byteAt(file, at);
    return (flags & HAS_PALETTE) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int endOfBlocks(byte[] file, int from) throws EOFException {
    int at = from;
    int length;
    do {
      length = byteAt(file, at);
      at += length + 1;
    } while (length > 0);
    return at;
  }

  private static int shortAt(byte[] file, int at) throws EOFException {
    return byteAt(file, at) | byteAt(file, at + 1) << 8;
  }

  private static int byteAt(byte[] file, int at) throws EOFException {
    if (at >= file.length) {
      throw new EOFException("the file ends before its image does");
    }
    return file[at] & 0xFF;
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }

  private final class Pending implements PendingImage {
    private final byte[] file;
    private final int width;
    private final int height;
    private final int x;
    private final int y;
    private final byte[] background;

    private Pending(byte[] file, int width, int height, int x, int y, byte[] background) {
      this.file = file;
      this.width = width;
      this.height = height;
      this.x = x;
      this.y = y;
      this.background = background;
    }

    @Override
    public long width() {
      return width;
    }

    @Override
    public long height() {
      return height;
    }

    @Override
    public long effort() {
      return Long.MAX_VALUE;
    }

    @Override
    public Raster decode() throws IOException {
      Raster frame = plugin.open(file).decode();
      if (frame.width() == width && frame.height() == height) {
        return frame;
      }
      return onScreen(frame, x, y, width, height, background);
    }
  }
}
