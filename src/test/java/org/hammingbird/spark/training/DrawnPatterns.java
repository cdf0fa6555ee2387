package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.image.Raster;

/** Small images of four classes that differ in shape, whatever their colours: drawn, never read. */
public final class DrawnPatterns {
  /** In alphabetical order, as models number them. */
  public static final List<String> CLASSES = Arrays.asList("checks", "columns", "disc", "rows");

  private DrawnPatterns() {}

  /** Rows as the table {@code pixels} has them; image i is of class {@code i % 4}. */
  public static List<Row> pixels(int images, int side) {
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < images; id++) {
      rows.add(RowFactory.create((long) id, side, side, raster(id, side).samples()));
    }
    return rows;
  }

  /** One image. */
  public static Raster raster(int id, int side) {
    Random random = new Random(id);
    int[] light = {150 + random.nextInt(106), 150 + random.nextInt(106), 150 + random.nextInt(106)};
    int[] dark = {random.nextInt(90), random.nextInt(90), random.nextInt(90)};
    int phase = random.nextInt(4);
    byte[] samples = new byte[side * side * 3];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int[] colour = lit(id % CLASSES.size(), x + phase, y + phase, side) ? light : dark;
        for (int c = 0; c < 3; c++) {
          int noisy = colour[c] + random.nextInt(41) - 20;
          samples[(y * side + x) * 3 + c] = (byte) Math.max(0, Math.min(255, noisy));
        }
      }
    }
    return new Raster(side, side, 3, samples);
  }

  private static boolean lit(int shape, int x, int y, int side) {
    switch (shape) {
      case 0:
        return (x / 2 + y / 2) % 2 == 0;
      case 1:
        return x / 2 % 2 == 0;
      case 2:
        return Math.hypot(x - side / 2.0, y - side / 2.0) < side / 3.0;
      default:
        return y / 2 % 2 == 0;
    }
  }
}
