package org.hammingbird.image;

import java.io.IOException;

/**
 * TIFF by TwelveMonkeys, but for L*a*b*, which it turns into other colours than Pillow, and what it
 * would take too much memory for.
 */
final class TiffDecoder implements FormatDecoder {
  private final PluginDecoder plugin;

  TiffDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.TIFF, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException, ImageRejectedException {
    TiffStructure structure = TiffStructure.read(file);
    return PluginDecoder.pending(
        structure.width(), structure.height(), structure.pixels(), () -> decode(structure));
  }

  private Raster decode(TiffStructure structure) throws IOException {
    byte[] file = structure.reduced();
    return structure.isMultipliedByAlpha()
        ? BufferedPixels.dividedByAlpha(plugin.read(file))
        : plugin.decode(file);
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }
}
