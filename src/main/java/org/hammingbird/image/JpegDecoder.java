package org.hammingbird.image;

import java.io.IOException;

/** JPEG: its markers checked here, its samples from libjpeg, its inks turned into colours here. */
final class JpegDecoder implements FormatDecoder {
  private final DecodeRoute route;
  private final StopSign stop;
  private JpegSource source;

  JpegDecoder(DecodeRoute route, StopSign stop) {
    this.route = route;
    this.stop = stop;
    this.source = JpegSource.create(route, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException, ImageRejectedException {
    JpegStructure structure = JpegStructure.read(file);
    return new Pending(file, structure);
  }

  @Override
  public void dispose() {
    source.dispose();
  }

  private final class Pending implements PendingImage {
    private final byte[] file;
    private final JpegStructure structure;

    private Pending(byte[] file, JpegStructure structure) {
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
      return width() * height() * structure.scans();
    }

    @Override
    public Raster decode() throws IOException {
      return decode(1);
    }

    @Override
    public Raster decodeScaled(int leastSide) throws IOException {
      int shorter = Math.min(structure.width(), structure.height());
      int divisor = source.mostDivisor();
      while (divisor > 1 && JpegSource.divided(shorter, divisor) < leastSide) {
        divisor /= 2;
      }
      return decode(divisor);
    }

    private Raster decode(int divisor) throws IOException {
      if (!structure.ownTables()) {
        source.dispose();
        source = JpegSource.create(route, stop);
      }
      int width = JpegSource.divided(structure.width(), divisor);
      int height = JpegSource.divided(structure.height(), divisor);
      if (structure.components() == 3) {
        return Raster.lent(width, height, source.pixels(file, structure, divisor));
      }
      byte[] samples = source.samples(file, structure, divisor);
      if (structure.components() == 1) {
        return new Raster(width, height, 1, samples);
      }
      JpegColors.invert(samples);
      return new Raster(width, height, 3, Cmyk.toRgb(samples));
    }
  }
}
