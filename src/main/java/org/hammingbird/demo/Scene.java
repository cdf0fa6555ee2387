package org.hammingbird.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * One picture: a backdrop, a subject somewhere in it, things in front, then the light and the grain
 * that no two pictures share. The same subject and seed give the same pixels.
 */
final class Scene {
  private final Subject subject;
  private final Random random;

  private Scene(Subject subject, long seed) {
    this.subject = subject;
    this.random = new Random(seed);
    random.nextLong(); // the first values of neighbouring seeds resemble each other
  }

  /** RGB, sides of 64 to 160 pixels, now and then up to 320; width to height from 4:5 to 5:4. */
  static BufferedImage draw(Subject subject, long seed) {
    return new Scene(subject, seed).picture();
  }

  private BufferedImage picture() {
    int side = random.nextInt(25) == 0 ? 200 + random.nextInt(57) : 64 + random.nextInt(65);
    double aspect = 1 + 0.25 * random.nextDouble();
    int longer = (int) Math.round(side * aspect);
    boolean wide = random.nextBoolean();
    BufferedImage image =
        new BufferedImage(wide ? longer : side, wide ? side : longer, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(side, side);
    compose(
        new Brush(graphics, random),
        image.getWidth() / (double) side,
        image.getHeight() / (double) side);
    graphics.dispose();
    Light.over(image, random);
    return image;
  }

  private void compose(Brush brush, double width, double height) {
    double floor = subject.backdrop(brush).paint(brush, width, height);
    double size = brush.between(0.62, 0.92);
    double x = width / 2 + brush.between(-0.5, 0.5) * (1.08 - size);
    double y;
    if (subject.standing()) {
      double lowest = height - 0.04;
      double foot = Math.max(Math.min(lowest, brush.between(floor, lowest)), size + 0.02);
      y = foot - size / 2;
      brush.flat(
          Brush.oval(x, foot - 0.01, size * brush.between(0.3, 0.5), size * 0.05),
          Palette.sheer(Palette.INK, brush.between(0.15, 0.4)));
    } else {
      y = height / 2 + brush.between(-0.5, 0.5) * (1.06 - size);
    }
    double turn = brush.between(-subject.tilt(), subject.tilt());
    double flip = brush.any(-1, 1);
    double squeeze = brush.between(0.84, 1.12);
    brush.placed(x, y, turn, flip * size * squeeze, size, () -> subject.draw(brush));
    if (brush.chance(0.45)) {
      foreground(brush, width, height);
    }
  }

  /** Grass or leaves that reach in from an edge, out of the subject's way for the most part. */
  private void foreground(Brush brush, double width, double height) {
    Color color = Palette.darker(brush.near(brush.any(100, 80, 130, 30), 0.5, 0.4), 0.2);
    if (brush.chance(0.5)) {
      for (int i = brush.whole(6, 22); i > 0; i--) {
        double x = brush.between(0, width);
        double tall = brush.between(0.05, 0.17);
        brush.line(.014, color, x, height + .01, x + brush.between(-.04, .04), height - tall);
      }
    } else {
      double x = brush.any(-0.02, width + 0.02);
      double y = brush.between(0, height * 0.3);
      for (int i = brush.whole(4, 9); i > 0; i--) {
        double angle = brush.between(0, 6.28);
        double reach = brush.between(0.08, 0.17);
        brush.placed(
            x,
            y,
            angle,
            reach,
            reach,
            () -> brush.fill(Brush.curve(0, 0, .5, -.22, 1, 0, .5, .22), color));
      }
    }
  }
}
