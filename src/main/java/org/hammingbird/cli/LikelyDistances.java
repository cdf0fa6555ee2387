package org.hammingbird.cli;

import java.util.EnumMap;
import java.util.Map;
import org.hammingbird.hash.HashAlgorithm;

/**
 * Distances up to which two photographs are likely to show the same: at most one pair in 10,000 of
 * different ones lies as near. Measured on 324 photographs (the Berkeley segmentation set and
 * Kodak's, 52,326 pairs) with {@code inspect --json}. {@code colorhash} has none: seven pairs in
 * 1,000 of different photographs have the same.
 */
final class LikelyDistances {
  private static final Map<HashAlgorithm, Integer> MOST = new EnumMap<>(HashAlgorithm.class);

  static {
    MOST.put(HashAlgorithm.AHASH64, 3);
    MOST.put(HashAlgorithm.PHASH64, 15);
    MOST.put(HashAlgorithm.PHASH_SIMPLE64, 1);
    MOST.put(HashAlgorithm.DHASH64, 11);
    MOST.put(HashAlgorithm.DHASH_VERTICAL64, 9);
    MOST.put(HashAlgorithm.WHASH64, 1);
    MOST.put(HashAlgorithm.AHASH256, 17);
    MOST.put(HashAlgorithm.PHASH256, 95);
    MOST.put(HashAlgorithm.PHASH_SIMPLE256, 24);
    MOST.put(HashAlgorithm.DHASH256, 70);
    MOST.put(HashAlgorithm.DHASH_VERTICAL256, 63);
    MOST.put(HashAlgorithm.WHASH256, 19);
    MOST.put(HashAlgorithm.PDQ256, 95);
  }

  private LikelyDistances() {}

  /** What a distance says, to follow it on its line; empty where it says nothing. */
  static String judgement(HashAlgorithm algorithm, int distance) {
    Integer most = MOST.get(algorithm);
    if (most == null) {
      return "";
    }
    return String.format("  %s (alike up to %d)", distance <= most ? "alike" : "different", most);
  }
}
