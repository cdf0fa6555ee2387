package org.hammingbird.spark.function;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Quality;

/**
 * The image that a thread has decoded last. A query asks several functions about one cell, each of
 * which gets a copy of its bytes: comparing the bytes costs little, decoding them again much.
 */
final class LastImage {
  private static final ThreadLocal<LastImage> OF_THREAD = ThreadLocal.withInitial(LastImage::new);

  private final ImageDecoder decoder = new ImageDecoder();
  private SoftReference<Answer> last = new SoftReference<>(null);

  private LastImage() {}

  /** What the bytes hold; the same object for the same bytes again. */
  static Answer of(byte[] content) {
    return OF_THREAD.get().answer(content);
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
