package org.hammingbird.hash;

/**
 * Packs bits as imagehash prints them: the first bit is the most significant of the first word, so
 * that the words in hexadecimal, one after another, are imagehash's string. A number of bits that
 * does not fill the last word leaves its highest bits zero in the same way.
 */
final class BitWriter {
  private final long[] words;
  private int left;

  BitWriter(int bits) {
    this.words = new long[(bits + Long.SIZE - 1) / Long.SIZE];
    this.left = bits;
  }

  void write(boolean bit) {
    left--;
    if (bit) {
      words[words.length - 1 - (left >>> 6)] |= 1L << left;
    }
  }

  long[] words() {
    return words;
  }
}
