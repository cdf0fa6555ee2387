package org.hammingbird.image;

import java.io.IOException;
import java.util.zip.Inflater;

/**
 * PNG, by the JDK's zlib and filters of our own that write the wanted samples where they belong:
 * the JDK's reader takes each row through several buffers. Not thread-safe.
 */
final class PngDecoder implements FormatDecoder {
  /** Bytes inflated at once: small enough for the processor's cache, long enough for zlib. */
  private static final int BLOCK = 1 << 16;

  /** Left, top, and the steps to the right and down, of the seven passes of an interlaced image. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final Inflater inflater = new Inflater();
  private byte[] block = new byte[BLOCK];

  @Override
  public PendingImage open(byte[] file) throws IOException {
    return new Pending(file, PngStructure.read(file));
  }

  private Raster decode(byte[] file, PngStructure structure) throws IOException {
    structure.checkLength();
    int width = (int) structure.width();
    int height = (int) structure.height();
    inflater.reset();
    PngRows rows = PngRows.of(structure);
    PngData data = new PngData(file, structure, inflater);
    byte[] samples = new byte[width * height * rows.channels()];
    if (structure.interlaced()) {
      interlaced(structure, data, rows, samples);
    } else {
      image(structure, data, rows, width, height, samples);
    }
    return new Raster(width, height, rows.channels(), samples);
  }

  /** One image, or one pass of an interlaced one. */
  private void image(
      PngStructure structure, PngData data, PngRows rows, int width, int height, byte[] samples)
      throws IOException {
    // in long: a row of a million pixels with 64 bits fits, but not by much
    int rowBytes = 1 + Math.toIntExact(((long) width * structure.bitsOfPixel() + 7) / 8);
    int most = Math.max(1, BLOCK / rowBytes);
    if (block.length < most * rowBytes) {
      block = new byte[most * rowBytes];
    }
    rows.begin(width, rowBytes - 1);
    for (int y = 0; y < height; y += most) {
      int count = Math.min(most, height - y);
      data.read(block, count * rowBytes);
      for (int i = 0; i < count; i++) {
        int filter = block[i * rowBytes];
        if (filter < PngFilters.NONE || filter > PngFilters.PAETH) {
          throw new IOException("a row with filter " + filter);
        }
        rows.next(filter, block, i * rowBytes + 1, samples);
      }
    }
  }

  private void interlaced(PngStructure structure, PngData data, PngRows rows, byte[] samples)
      throws IOException {
    int width = (int) structure.width();
    int height = (int) structure.height();
    for (int[] pass : PASSES) {
      int across = (width - pass[0] + pass[2] - 1) / pass[2];
      int down = (height - pass[1] + pass[3] - 1) / pass[3];
      if (across > 0 && down > 0) {
        byte[] part = new byte[across * down * rows.channels()];
        image(structure, data, rows, across, down, part);
        spread(part, across, down, pass, rows.channels(), width, samples);
      }
    }
  }

  private static void spread(
      byte[] part, int across, int down, int[] pass, int channels, int width, byte[] samples) {
    int i = 0;
    for (int y = 0; y < down; y++) {
      int o = ((pass[1] + y * pass[3]) * width + pass[0]) * channels;
      for (int x = 0; x < across; x++) {
        for (int c = 0; c < channels; c++) {
          samples[o + c] = part[i++];
        }
        o += pass[2] * channels;
      }
    }
  }

  @Override
  public void dispose() {
    inflater.end();
  }

  private final class Pending implements PendingImage {
    private final byte[] file;
    private final PngStructure structure;

    private Pending(byte[] file, PngStructure structure) {
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
      return PngDecoder.this.decode(file, structure);
    }
  }
}
