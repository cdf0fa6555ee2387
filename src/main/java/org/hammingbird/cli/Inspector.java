package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.hammingbird.spark.image.ImageLimits;
import org.hammingbird.spark.stage.HashOptions;

/** Reads image files of this machine, within limits; any number of threads may ask at a time. */
final class Inspector {
  private final int maxBytes;
  private final ThreadLocal<ImageDecoder> decoders;

  private Inspector(ImageLimits limits) {
    this.maxBytes = limits.maxBytes();
    this.decoders = ThreadLocal.withInitial(() -> new ImageDecoder(limits.decoding()));
  }

  /** With the limits of group {@code images}, but for its roots. */
  static Inspector of(Config settings) {
    ImageLimits limits = HashOptions.images(settings, Collections.singletonList("/"));
    limits.decoding().route().resolve();
    return new Inspector(limits);
  }

  /** What a file holds. */
  Inspection inspect(String file) {
    try {
      return read(
          file,
          (decoder, content) ->
              decoder.decode(content, image -> Inspection.of(file, image, content)));
    } catch (ImageRejectedException e) {
      return Inspection.rejected(file, e);
    }
  }

  /**
   * What {@code use} makes of a file's bytes.
   *
   * @throws ImageRejectedException where it cannot be read or decoded
   */
  <T> T read(String file, Use<T> use) throws ImageRejectedException {
    return use.of(decoders.get(), content(file));
  }

  private byte[] content(String file) throws ImageRejectedException {
    try {
      Path path = Paths.get(file);
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // named pipes and devices may never answer
        throw new ImageRejectedException(RejectCause.UNSUPPORTED_FORMAT, "This is no file");
      }
      if (attributes.size() > maxBytes) {
        throw new ImageRejectedException(
            RejectCause.TOO_LARGE,
            String.format(
                "%d bytes, more than images.max-bytes = %d", attributes.size(), maxBytes));
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new ImageRejectedException(RejectCause.NOT_FOUND, "There is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageRejectedException(RejectCause.FORBIDDEN, "No permission to read it", e);
    } catch (IOException e) {
      throw new ImageRejectedException(
          RejectCause.UNREADABLE, "Cannot read it: " + e.getMessage(), e);
    }
  }

  /** Decodes a file. */
  @FunctionalInterface
  interface Use<T> {
    T of(ImageDecoder decoder, byte[] content) throws ImageRejectedException;
  }
}
