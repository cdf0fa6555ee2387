package org.hammingbird.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * WebP's first frame on its canvas, black where the frame does not cover it. Lossy frames are
 * decoded here, lossless ones by TwelveMonkeys, which would repeat the chroma of the former where
 * libwebp interpolates it.
 */
final class WebpDecoder implements FormatDecoder {
  /** Bytes that the plug-in may look at behind the last one that it needs. */
  private static final int READ_AHEAD = Long.BYTES;

  private final PluginDecoder plugin;

  WebpDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.WEBP, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException {
    return new Pending(file, WebpStructure.read(file));
  }

  /** A file of its own: in an extended file the plug-in would apply the colour profile. */
  private Raster lossless(byte[] file, WebpStructure structure) throws IOException {
    int length = structure.dataEnd() - structure.dataStart();
    int padded = length + (length & 1);
    ByteBuffer bare = ByteBuffer.allocate(20 + padded + READ_AHEAD).order(ByteOrder.LITTLE_ENDIAN);
    bare.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
    bare.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    bare.put(file, structure.dataStart(), length);
    return plugin.decode(bare.array());
  }

  private static Raster onCanvas(Raster frame, WebpStructure structure) {
    int width = structure.canvasWidth();
    int height = structure.canvasHeight();
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    byte[] canvas = new byte[width * height * 3];
    int row = frame.width() * 3;
    for (int line = 0; line < frame.height(); line++) {
      int to = ((structure.y() + line) * width + structure.x()) * 3;
      System.arraycopy(frame.samples(), line * row, canvas, to, row);
    }
    return new Raster(width, height, 3, canvas);
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }

  private final class Pending implements PendingImage {
    private final byte[] file;
    private final WebpStructure structure;

    private Pending(byte[] file, WebpStructure structure) {
      this.file = file;
      this.structure = structure;
    }

    @Override
    public long width() {
      return structure.canvasWidth();
    }

    @Override
    public long height() {
      return structure.canvasHeight();
    }

    /** Of a lossless frame unknown: damaged data can keep the plug-in busy for long. */
    @Override
    public long effort() {
      return structure.lossless() ? Long.MAX_VALUE : 4 * width() * height();
    }

    @Override
    public Raster decode() throws IOException {
      Raster frame =
          structure.lossless()
              ? lossless(file, structure).toRgb()
              : Vp8Frame.open(file, structure.dataStart(), structure.dataEnd()).decode();
      return onCanvas(frame, structure);
    }
  }
}
