package org.hammingbird.spark.function;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Quality;

/**
 * The image that a thread has decoded last. A query asks several functions about one cell, each of
 * which gets a copy of its bytes: comparing the bytes costs little, decoding them again much.
 */
final class LastImage {
  private static final ThreadLocal<LastImage> OF_THREAD = new ThreadLocal<>();

  private final DecodeSettings settings;
  private final ImageDecoder decoder;
  private SoftReference<Answer> last = new SoftReference<>(null);

  private LastImage(DecodeSettings settings) {
    this.settings = settings;
    this.decoder = new ImageDecoder(settings);
  }

  /** What the bytes hold; the same object for the same bytes and settings again. */
  static Answer of(byte[] content, DecodeSettings settings) {
    LastImage mine = OF_THREAD.get();
    if (mine == null || !mine.settings.equals(settings)) {
      if (mine != null) {
        mine.decoder.close();
      }
      mine = new LastImage(settings);
      OF_THREAD.set(mine);
    }
    return mine.answer(content);
  }

  private Answer answer(byte[] content) {
    Answer answer = last.get();
    if (answer == null || !Arrays.equals(answer.content, content)) {
      answer = new Answer(content, decoder);
      last = new SoftReference<>(answer);
    }
    return answer;
  }

  /** An image, or the reason why there is none. */
  static final class Answer {
    private final byte[] content;
    private final DecodedImage image;
    private final ImageRejectedException rejection;
    private Quality quality;

    private Answer(byte[] content, ImageDecoder decoder) {
      this.content = content;
      DecodedImage decoded = null;
      ImageRejectedException rejected = null;
      try {
        decoded = decoder.decode(content);
      } catch (ImageRejectedException e) {
        rejected = e;
      }
      this.image = decoded;
      this.rejection = rejected;
    }

    /** Null where it was rejected. */
    DecodedImage image() {
      return image;
    }

    /** Measured when first asked for. */
    Quality quality() {
      if (quality == null) {
        quality = Quality.of(image.raster(), content);
      }
      return quality;
    }

    /** Null where it was not. */
    ImageRejectedException rejection() {
      return rejection;
    }
  }
}
