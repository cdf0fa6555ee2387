package org.hammingbird.image;

/** VP8's arithmetic decoder (RFC 6386, section 7) over one partition. */
final class Vp8Bits {
  private final byte[] file;
  private final int end;
  private int at;

  /** At least 8 bits, of which the topmost is the next, {@code spare} below them. */
  private int value;

  private int spare = -8;

  /** Less 1: 127 to 254. */
  private int range = 254;

  private boolean exhausted;

  /**
   * @param end behind the partition's last byte, within the file
   */
  Vp8Bits(byte[] file, int from, int end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  /** The next bit, which is 0 with that probability of 256. */
  int bit(int probability) {
    if (spare < 0) {
      load();
    }
    int split = (range * probability) >> 8;
    int bit = value >> spare > split ? 1 : 0;
    int size;
    if (bit == 1) {
      size = range - split;
      value -= (split + 1) << spare;
    } else {
      size = split + 1;
    }
    int shift = Integer.numberOfLeadingZeros(size) - 24;
    spare -= shift;
    range = (size << shift) - 1;
    return bit;
  }

  /** Zeros follow the end. */
  private void load() {
    value <<= 8;
    if (at < end) {
      value |= file[at++] & 0xFF;
    } else {
      exhausted = true;
    }
    spare += 8;
  }

  boolean flag() {
    return bit(128) == 1;
  }

  /** That many bits, the highest first. */
  int number(int bits) {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | bit(128);
    }
    return number;
  }

  /** A flag whether there is one, that many bits, and a sign; 0 where there is none. */
  int optionalSigned(int bits) {
    if (!flag()) {
      return 0;
    }
    return signed(bits);
  }

  /** That many bits and a sign. */
  int signed(int bits) {
    int number = number(bits);
    return flag() ? -number : number;
  }

  /** Whether bits were read that the partition does not have. */
  boolean exhausted() {
    return exhausted;
  }
}
