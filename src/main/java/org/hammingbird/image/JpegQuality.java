package org.hammingbird.image;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The quality at which a JPEG file was written, on libjpeg's scale, from the quantisation table of
 * its first component (ITU-T T.81, annex B.2.4.1 and table K.1).
 */
final class JpegQuality {
  private static final int BEST = 100;

  /** Table K.1 in the order of the file, along the zigzag. */
  private static final int[] LUMA = {
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37,
    29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99
  };

  private static final int LUMA_SUM = Arrays.stream(LUMA).sum();
  private static final int SOI = 0xD8;
  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int DQT = 0xDB;
  private static final int SOS = 0xDA;
  private static final int EOI = 0xD9;

  private JpegQuality() {}

  /**
   * @return 1 to 100; empty for other formats, and where no table is found
   */
  static OptionalInt of(byte[] file) {
    if (ImageFormat.sniff(file) != ImageFormat.JPEG) {
      return OptionalInt.empty();
    }
    int[][] tables = new int[4][];
    int table = 0;
    int at = 2;
    while (at + 4 <= file.length) {
      if ((file[at] & 0xFF) != 0xFF) {
        at++;
        continue;
      }
      int marker = file[at + 1] & 0xFF;
      if (marker == SOS || marker == EOI) {
        break;
      }
      if (marker <= 1 || marker == 0xFF || marker >= 0xD0 && marker <= SOI) {
        at += marker == 0xFF ? 1 : 2;
        continue;
      }
      int from = at + 4;
      at += 2 + Math.max(2, shortAt(file, at + 2));
      int end = Math.min(at, file.length);
      if (marker == DQT) {
        readTables(file, from, end, tables);
      } else if (marker >= SOF0 && marker <= SOF2 && from + 8 < end) {
        table = file[from + 8] & 3;
      }
    }
    return tables[table] == null ? OptionalInt.empty() : OptionalInt.of(nearest(tables[table]));
  }

  private static void readTables(byte[] file, int from, int end, int[][] tables) {
    int at = from;
    while (at < end) {
      int size = (file[at] & 0xFF) >> 4 == 0 ? 1 : 2;
      int table = file[at++] & 3;
      if (at + 64 * size > end) {
        return;
      }
      int[] values = new int[64];
      for (int i = 0; i < 64; i++, at += size) {
        values[i] = size == 1 ? file[at] & 0xFF : shortAt(file, at);
      }
      tables[table] = values;
    }
  }

  private static int shortAt(byte[] file, int at) {
    return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
  }

  /** The quality with the least sum of differences. */
  private static int nearest(int[] table) {
    int sum = Arrays.stream(table).sum();
    int guess = quality(100.0 * sum / LUMA_SUM);
    // below 15 steps are cut at 255, and the sum tells little
    int away = guess < 15 ? 21 : 6;
    int best = BEST;
    long least = difference(table, BEST);
    for (int i = 0; i <= 2 * away && least > 0; i++) {
      // guess, guess + 1, guess - 1, guess + 2, ...
      int quality = guess + (i % 2 == 0 ? -i / 2 : (i + 1) / 2);
      if (quality >= 1 && quality <= BEST) {
        long difference = difference(table, quality);
        if (difference < least) {
          least = difference;
          best = quality;
        }
      }
    }
    return best;
  }

  private static long difference(int[] table, int quality) {
    long difference = 0;
    for (int i = 0; i < 64; i++) {
      difference += Math.abs(table[i] - step(LUMA[i], quality));
    }
    return difference;
  }

  /** libjpeg's {@code jpeg_add_quant_table} for baseline files. */
  static int step(int standard, int quality) {
    return Math.max(1, Math.min(255, (standard * percent(quality) + 50) / 100));
  }

  /** libjpeg's {@code jpeg_quality_scaling}: percent of the standard table. */
  private static int percent(int quality) {
    return quality < 50 ? 5000 / quality : 200 - 2 * quality;
  }

  private static int quality(double percent) {
    double quality = percent > 100 ? 5000 / percent : 100 - percent / 2;
    return (int) Math.max(1, Math.min(BEST, Math.round(quality)));
  }
}
