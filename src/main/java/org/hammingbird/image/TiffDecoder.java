package org.hammingbird.image;

import java.io.IOException;

/** TIFF by TwelveMonkeys, but for L*a*b*, which it turns into other colours than Pillow. */
final class TiffDecoder implements FormatDecoder {
  private static final int PHOTOMETRIC = 262;
  private static final int CIE_LAB = 8;
  private static final int ITU_LAB = 10;

  private final PluginDecoder plugin;

  TiffDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.TIFF, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException, ImageRejectedException {
    long photometric = Exif.tiffValue(file, PHOTOMETRIC);
    if (photometric >= CIE_LAB && photometric <= ITU_LAB) {
      throw new ImageRejectedException(
          RejectCause.UNSUPPORTED_FORMAT, "TIFF of a kind that is not read: L*a*b* colours");
    }
    return plugin.open(file);
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }
}
