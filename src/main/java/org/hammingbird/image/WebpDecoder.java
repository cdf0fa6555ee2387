package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;

/** WebP by TwelveMonkeys, which takes a file that ends too early for a dark image. */
final class WebpDecoder implements FormatDecoder {
  private static final int RIFF_HEADER = 8;

  private final PluginDecoder plugin;

  WebpDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.WEBP, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException {
    long size =
        (file[4] & 0xFF) | (file[5] & 0xFF) << 8 | (file[6] & 0xFF) << 16 | (file[7] & 0xFFL) << 24;
    if (RIFF_HEADER + size > file.length) {
      throw new EOFException("the file ends before its image does");
    }
    return plugin.open(file);
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }
}
