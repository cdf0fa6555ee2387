package org.hammingbird.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** A planted file that cannot be decoded, and the cause that a reader must state. */
enum Fault {
  CUT_SHORT("jpg", "truncated") {
    @Override
    Optional<byte[]> file(byte[] whole, Random random) {
      return Optional.of(Arrays.copyOf(whole, whole.length / 3 + random.nextInt(whole.length / 3)));
    }
  },
  EMPTY("jpg", "empty") {
    @Override
    Optional<byte[]> file(byte[] whole, Random random) {
      return Optional.of(new byte[0]);
    }
  },
  TEXT("png", "unsupported-format") {
    @Override
    Optional<byte[]> file(byte[] whole, Random random) {
      String page = "<html><body><h1>404 Not Found</h1>The image has moved.</body></html>\n";
      return Optional.of(page.getBytes(StandardCharsets.US_ASCII));
    }
  },
  MISSING("png", "not-found") {
    @Override
    Optional<byte[]> file(byte[] whole, Random random) {
      return Optional.empty();
    }
  };

  private final String suffix;
  private final String cause;

  Fault(String suffix, String cause) {
    this.suffix = suffix;
    this.cause = cause;
  }

  /** The end of the file's name. */
  String suffix() {
    return suffix;
  }

  /** The cause with which the hash stage must reject it. */
  String rejectCause() {
    return cause;
  }

  /** What stands in the file, made of a whole JPEG; absent where there must be no file. */
  abstract Optional<byte[]> file(byte[] whole, Random random);
}
