package org.hammingbird.demo;

import java.awt.Color;

/**
 * What backdrops are put together from: sky, ground, and what stands about. Places and sizes are in
 * the unit of the picture's shorter side, y downwards.
 */
final class Scenery {
  private Scenery() {}

  static void sky(Brush brush, double width, double height) {
    Color top;
    Color bottom;
    int time = brush.whole(0, 9);
    if (time < 5) {
      top = brush.near(208, 0.6, 0.85);
      bottom = brush.near(200, 0.2, 0.97);
    } else if (time < 7) {
      top = brush.near(brush.any(260, 225, 300), 0.45, 0.6);
      bottom = brush.near(brush.any(25, 40, 350), 0.55, 0.97);
    } else if (time < 9) {
      top = brush.near(215, 0.1, 0.66);
      bottom = brush.near(40, 0.08, 0.88);
    } else {
      top = brush.near(232, 0.65, 0.25);
      bottom = brush.near(250, 0.4, 0.5);
    }
    brush.wash(Brush.box(0, 0, width, height + 0.01), top, Palette.mix(top, bottom, .6), bottom);
    if (time == 9) {
      for (int i = brush.whole(10, 30); i > 0; i--) {
        double x = brush.between(0, width);
        brush.flat(
            Brush.oval(x, brush.between(0, height * .8), .007, .007),
            Palette.sheer(Color.WHITE, .8));
      }
    }
    if (brush.chance(0.3)) {
      double x = brush.between(0, width);
      double y = brush.between(0, height * 0.7);
      for (int i = 4; i > 0; i--) {
        double size = 0.04 * i + 0.02;
        brush.flat(
            Brush.oval(x, y, size, size),
            Palette.sheer(brush.near(50, 0.25, 1), i == 1 ? 1 : 0.25));
      }
    }
    for (int i = time == 9 ? 0 : brush.whole(0, 4); i > 0; i--) {
      cloud(brush, brush.between(0, width), brush.between(0.02, Math.max(0.1, height * 0.7)));
    }
  }

  static void cloud(Brush brush, double x, double y) {
    double size = brush.between(0.06, 0.16);
    Color puff = Palette.sheer(brush.near(30, 0.05, 0.98), brush.between(0.45, 0.95));
    for (int i = brush.whole(3, 6); i > 0; i--) {
      double radius = size * brush.between(0.5, 1);
      brush.flat(
          brush.blob(
              x + brush.between(-1.5, 1.5) * size,
              y + brush.between(-.3, .3) * size,
              radius,
              radius * .6,
              .1),
          puff);
    }
  }

  static void hills(Brush brush, double width, double horizon, Color color) {
    int layers = brush.whole(1, 3);
    for (int i = layers; i > 0; i--) {
      double rise = brush.between(0.03, 0.13) * i;
      boolean peaks = brush.chance(0.3);
      int n = peaks ? brush.whole(5, 9) : brush.whole(4, 6);
      double[] points = new double[2 * n + 4];
      for (int k = 0; k < n; k++) {
        points[2 * k] = -0.1 + (width + 0.2) * k / (n - 1);
        points[2 * k + 1] = horizon - rise * brush.between(0.1, 1.5);
      }
      points[2 * n] = width + 0.1;
      points[2 * n + 1] = horizon + 0.1;
      points[2 * n + 2] = -0.1;
      points[2 * n + 3] = horizon + 0.1;
      Color own = Palette.lighter(color, 0.16 * (i - 1));
      brush.flat(peaks ? Brush.polygon(points) : Brush.curve(points), own);
    }
  }

  static void ground(Brush brush, double width, double height, double horizon, Color color) {
    brush.wash(
        Brush.box(0, horizon, width, height - horizon + 0.05),
        Palette.lighter(color, brush.between(0, 0.3)),
        Palette.darker(color, brush.between(0, 0.35)));
    for (int i = brush.whole(5, 11); i > 0; i--) {
      double y = brush.between(horizon, height);
      double size = brush.between(0.06, 0.3) * (0.3 + (y - horizon) / (height - horizon + 1e-6));
      Color patch = brush.chance(0.5) ? Palette.lighter(color, 0.3) : Palette.darker(color, 0.3);
      double x = brush.between(0, width);
      double below = Math.max(y, horizon + size * 0.3);
      brush.flat(
          brush.blob(x, below, size, size * .22, .2),
          Palette.sheer(patch, brush.between(.15, .45)));
    }
  }

  static void tufts(Brush brush, double width, double height, double horizon, Color color) {
    for (int i = brush.whole(12, 50); i > 0; i--) {
      double x = brush.between(0, width);
      double y = brush.between(horizon, height);
      double size = 0.02 + 0.06 * (y - horizon) / (height - horizon);
      Color blade = brush.chance(0.5) ? Palette.lighter(color, 0.25) : Palette.darker(color, 0.3);
      brush.line(.008, blade, x, y, x + brush.between(-.5, .5) * size, y - size);
    }
  }

  static void fence(Brush brush, double width, double y) {
    Color wood = brush.chance(0.5) ? Palette.WHITE : brush.near(28, 0.4, 0.5);
    brush.line(.016, wood, 0, y, width / 2, y + .005, width, y);
    brush.line(.016, wood, 0, y + .05, width / 2, y + .055, width, y + .05);
    for (double x = brush.between(0, 0.1); x < width; x += 0.13) {
      brush.flat(Brush.box(x, y - 0.04, 0.025, 0.14), wood);
    }
  }

  static void bush(Brush brush, double x, double y, Color color) {
    for (int i = 0; i < 4; i++) {
      double size = brush.between(0.03, 0.08);
      brush.flat(
          brush.blob(x + brush.between(-.06, .06), y - size * .4, size, size * .8, .15),
          Palette.lighter(color, brush.between(0, .3)));
    }
  }

  static void mesa(Brush brush, double width, double horizon, Color color) {
    double x = brush.between(-0.1, width * 0.7);
    double wide = brush.between(0.25, 0.6);
    double tall = brush.between(0.08, 0.28);
    brush.fill(
        Brush.polygon(
            x,
            horizon + .02,
            x + wide * .15,
            horizon - tall,
            x + wide * .8,
            horizon - tall * .95,
            x + wide,
            horizon + .02),
        color);
    brush.flat(
        Brush.box(x + wide * .12, horizon - tall * .6, wide * .75, .02),
        Palette.sheer(Palette.darker(color, .4), .5));
  }

  static void rock(Brush brush, double x, double y, Color color) {
    double size = brush.between(0.025, 0.1);
    brush.fill(brush.blob(x, y, size * 1.3, size, 0.2), color);
  }

  static void weed(Brush brush, double x, double y, double tall) {
    Color color = brush.near(brush.any(130, 95, 160, 340), 0.6, 0.5);
    double sway = brush.between(0.03, 0.09) * brush.any(-1, 1);
    brush.line(
        brush.between(.015, .04),
        Palette.sheer(color, .85),
        x,
        y,
        x + sway,
        y - tall * .35,
        x - sway,
        y - tall * .7,
        x + sway * .5,
        y - tall);
  }

  static void tower(Brush brush, double x, double base, double wide, double tall) {
    Color wall =
        brush.near(brush.any(220, 25, 15, 40), brush.between(0.08, 0.35), brush.between(0.45, 0.8));
    brush.fill(Brush.box(x, base - tall, wide, tall + 0.02), wall);
    Color glass = brush.chance(0.4) ? brush.near(48, 0.55, 0.95) : Palette.darker(wall, 0.45);
    double step = brush.between(0.05, 0.075);
    for (double column = x + 0.025; column + 0.03 < x + wide; column += step) {
      for (double row = base - tall + 0.03; row + 0.05 < base; row += step * 1.1) {
        if (brush.chance(0.8)) {
          brush.flat(Brush.box(column, row, step * 0.5, step * 0.6), glass);
        }
      }
    }
  }

  static void frame(Brush brush, double x, double y) {
    double wide = brush.between(0.18, 0.3);
    double tall = brush.between(0.16, 0.28);
    brush.fill(Brush.box(x, y, wide, tall), brush.near(32, 0.5, 0.5));
    brush.wash(
        Brush.box(x + 0.02, y + 0.02, wide - 0.04, tall - 0.04), brush.vivid(), brush.vivid());
  }
}
