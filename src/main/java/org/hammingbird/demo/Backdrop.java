package org.hammingbird.demo;

import java.awt.Color;

/**
 * What stands behind a subject. Each draws over the whole picture, {@code width} by {@code height},
 * and returns the height (y) above which a thing that stands must not have its foot.
 */
enum Backdrop {
  MEADOW {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.42, 0.74);
      sky(brush, width, horizon);
      hills(brush, width, horizon, brush.near(brush.any(120, 160, 200), 0.32, 0.6));
      Color grass = brush.chance(0.2) ? brush.near(48, 0.55, 0.7) : brush.near(95, 0.58, 0.58);
      ground(brush, width, height, horizon, grass);
      tufts(brush, width, height, horizon, grass);
      if (brush.chance(0.5)) {
        for (int i = brush.whole(5, 22); i > 0; i--) {
          double size = brush.between(0.008, 0.016);
          double x = brush.between(0, width);
          double y = brush.between(horizon + .03, height);
          brush.flat(Brush.oval(x, y, size, size), brush.near(brush.any(50, 350, 280), 0.6, 1));
        }
      }
      if (brush.chance(0.35)) {
        fence(brush, width, horizon + brush.between(0.01, 0.08));
      }
      return horizon + 0.05;
    }
  },
  SNOW {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.4, 0.7);
      sky(brush, width, horizon);
      hills(brush, width, horizon, brush.near(205, 0.2, 0.75));
      ground(brush, width, height, horizon, brush.near(210, 0.1, 0.93));
      for (int i = brush.whole(1, 4); i > 0; i--) {
        bush(brush, brush.between(0, width), horizon + 0.02, brush.near(150, 0.35, 0.4));
      }
      for (int i = brush.whole(10, 45); i > 0; i--) {
        double size = brush.between(0.006, 0.014);
        double x = brush.between(0, width);
        brush.flat(
            Brush.oval(x, brush.between(0, height), size, size), Palette.sheer(Color.WHITE, 0.85));
      }
      return horizon + 0.05;
    }
  },
  DESERT {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.4, 0.7);
      sky(brush, width, horizon);
      if (brush.chance(0.6)) {
        mesa(brush, width, horizon, brush.near(16, 0.5, 0.62));
      }
      Color sand = brush.near(36, 0.45, 0.85);
      hills(brush, width, horizon, Palette.darker(sand, 0.12));
      ground(brush, width, height, horizon, sand);
      for (int i = brush.whole(2, 5); i > 0; i--) {
        double y = brush.between(horizon + 0.04, height);
        double x = brush.between(-.2, width);
        brush.line(
            brush.between(.01, .03),
            Palette.sheer(Palette.darker(sand, .3), .4),
            x,
            y,
            x + .25,
            y - .05,
            x + .6,
            y);
      }
      for (int i = brush.whole(2, 6); i > 0; i--) {
        rock(
            brush,
            brush.between(0, width),
            brush.between(horizon, height),
            brush.near(24, 0.3, 0.5));
      }
      return horizon + 0.05;
    }
  },
  SEA {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.35, 0.65);
      sky(brush, width, horizon);
      if (brush.chance(0.55)) {
        hills(brush, width, horizon, brush.near(brush.any(200, 130, 240), 0.3, 0.55));
      }
      Color water = brush.near(brush.any(190, 205, 220), 0.6, 0.68);
      brush.wash(
          Brush.box(0, horizon, width, height),
          Palette.lighter(water, 0.35),
          water,
          Palette.darker(water, 0.35));
      for (int i = brush.whole(14, 34); i > 0; i--) {
        double depth = brush.between(0.01, 1);
        double y = horizon + depth * (height - horizon);
        double x = brush.between(-0.1, width);
        double length = 0.05 + 0.16 * depth;
        Color crest = brush.chance(0.6) ? Palette.lighter(water, 0.5) : Palette.darker(water, 0.3);
        brush.line(
            .006 + .012 * depth,
            Palette.sheer(crest, .65),
            x,
            y,
            x + length * .5,
            y - .018 * depth,
            x + length,
            y);
      }
      return horizon + 0.12;
    }
  },
  UNDERWATER {
    @Override
    double paint(Brush brush, double width, double height) {
      Color water = brush.near(brush.any(175, 195, 212), 0.65, 0.62);
      brush.wash(
          Brush.box(0, 0, width, height),
          Palette.lighter(water, 0.45),
          water,
          Palette.darker(water, 0.5));
      for (int i = brush.whole(2, 5); i > 0; i--) {
        double x = brush.between(0, width);
        double lean = brush.between(-0.4, 0.4);
        brush.flat(
            Brush.polygon(
                x, -.02, x + brush.between(.05, .2), -.02, x + lean + .3, height, x + lean, height),
            Palette.sheer(Color.WHITE, brush.between(0.06, 0.16)));
      }
      double floor = height * brush.between(0.82, 0.98);
      ground(brush, width, height, floor, brush.near(42, 0.35, 0.7));
      for (int i = brush.whole(2, 7); i > 0; i--) {
        weed(
            brush, brush.between(0, width), brush.between(floor, height), brush.between(0.2, 0.65));
      }
      for (int i = brush.whole(0, 3); i > 0; i--) {
        rock(
            brush,
            brush.between(0, width),
            floor + .02,
            brush.near(brush.any(10, 280, 30), 0.4, 0.6));
      }
      for (int i = brush.whole(5, 16); i > 0; i--) {
        double size = brush.between(0.008, 0.03);
        double x = brush.between(0, width);
        brush.outline(
            Brush.oval(x, brush.between(0, height), size, size),
            0.006,
            Palette.sheer(Color.WHITE, 0.7));
      }
      return height * 0.9;
    }
  },
  STREET {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.55, 0.78);
      sky(brush, width, horizon);
      double x = brush.between(-0.2, 0);
      while (x < width) {
        double wide = brush.between(0.12, 0.34);
        tower(brush, x, horizon, wide, brush.between(0.15, 0.95) * horizon);
        x += wide + (brush.chance(0.3) ? brush.between(0.02, 0.15) : 0);
      }
      Color road = brush.near(230, 0.08, 0.48);
      ground(brush, width, height, horizon, road);
      brush.flat(Brush.box(0, horizon, width, 0.04), Palette.lighter(road, 0.45));
      double y = (horizon + height) / 2 + brush.between(0, 0.08);
      for (double dash = brush.between(-0.2, 0); dash < width; dash += 0.28) {
        brush.flat(Brush.box(dash, y, 0.15, 0.02), Palette.sheer(Palette.WHITE, 0.8));
      }
      return horizon + 0.06;
    }
  },
  WOODS {
    @Override
    double paint(Brush brush, double width, double height) {
      Color deep = brush.near(brush.any(100, 140, 60), 0.4, 0.45);
      brush.wash(
          Brush.box(0, 0, width, height),
          Palette.lighter(deep, brush.between(0, .5)),
          Palette.darker(deep, 0.25));
      for (int i = brush.whole(8, 16); i > 0; i--) {
        double size = brush.between(0.08, 0.22);
        Color leaves = Palette.sheer(Palette.lighter(deep, brush.between(0, 0.5)), 0.4);
        brush.flat(
            brush.blob(brush.between(0, width), brush.between(0, height * .6), size, size * .8, .2),
            leaves);
      }
      double floor = height * brush.between(0.6, 0.82);
      for (int i = brush.whole(3, 8); i > 0; i--) {
        double x = brush.between(0, width);
        double girth = brush.between(0.02, 0.07);
        Color bark = Palette.mix(brush.near(28, 0.4, 0.4), deep, brush.between(0, 0.5));
        brush.fill(
            Brush.polygon(
                x,
                -.05,
                x + girth,
                -.05,
                x + girth * 1.4,
                floor + .03,
                x - girth * .4,
                floor + .03),
            bark);
      }
      Color moss = brush.near(brush.any(85, 40, 30), 0.5, 0.42);
      ground(brush, width, height, floor, moss);
      tufts(brush, width, height, floor, moss);
      return floor + 0.05;
    }
  },
  HEAVEN {
    @Override
    double paint(Brush brush, double width, double height) {
      sky(brush, width, height);
      for (int i = brush.whole(0, 3); i > 0; i--) {
        cloud(brush, brush.between(0, width), brush.between(0.1, height));
      }
      if (brush.chance(0.4)) {
        hills(brush, width, height * brush.between(0.88, 1), brush.near(130, 0.35, 0.5));
      }
      return height * 0.9;
    }
  },
  ROOM {
    @Override
    double paint(Brush brush, double width, double height) {
      Color wall =
          brush.near(brush.any(45, 200, 340, 95, 260, 20), brush.between(0.12, 0.45), 0.88);
      Color pattern = Palette.mix(wall, brush.vivid(), brush.between(0.2, 0.5));
      brush.wash(
          Brush.box(0, 0, width, height), Palette.lighter(wall, .25), Palette.darker(wall, .2));
      double step = brush.between(0.09, 0.2);
      double shift = brush.between(0, step);
      int kind = brush.whole(0, 3);
      for (double x = shift - step; x < width + step; x += step) {
        if (kind == 0) {
          brush.flat(Brush.box(x, 0, step * 0.45, height), Palette.sheer(pattern, 0.6));
        }
        for (double y = shift - step; kind == 1 && y < height; y += step) {
          brush.flat(
              Brush.oval(x + (y % (2 * step) < step ? step / 2 : 0), y, step * .2, step * .2),
              pattern);
        }
        if (kind == 2) {
          brush.line(.012, pattern, x, 0, x + step, height * .5, x, height);
        }
      }
      double table = height * brush.between(0.66, 0.86);
      Color wood = brush.near(28, 0.45, brush.between(0.4, 0.8));
      ground(brush, width, height, table, wood);
      for (int i = 0; i < 5; i++) {
        double y = brush.between(table, height);
        brush.line(
            .006, Palette.sheer(Palette.darker(wood, .5), .5), 0, y, width * .5, y + .02, width, y);
      }
      if (brush.chance(0.4)) {
        frame(brush, brush.between(0.05, width - .3), brush.between(0.03, .3));
      }
      return table + 0.04;
    }
  };

  abstract double paint(Brush brush, double width, double height);

  private static void sky(Brush brush, double width, double height) {
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

  private static void cloud(Brush brush, double x, double y) {
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

  private static void hills(Brush brush, double width, double horizon, Color color) {
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

  private static void ground(
      Brush brush, double width, double height, double horizon, Color color) {
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

  private static void tufts(Brush brush, double width, double height, double horizon, Color color) {
    for (int i = brush.whole(12, 50); i > 0; i--) {
      double x = brush.between(0, width);
      double y = brush.between(horizon, height);
      double size = 0.02 + 0.06 * (y - horizon) / (height - horizon);
      Color blade = brush.chance(0.5) ? Palette.lighter(color, 0.25) : Palette.darker(color, 0.3);
      brush.line(.008, blade, x, y, x + brush.between(-.5, .5) * size, y - size);
    }
  }

  private static void fence(Brush brush, double width, double y) {
    Color wood = brush.chance(0.5) ? Palette.WHITE : brush.near(28, 0.4, 0.5);
    brush.line(.016, wood, 0, y, width / 2, y + .005, width, y);
    brush.line(.016, wood, 0, y + .05, width / 2, y + .055, width, y + .05);
    for (double x = brush.between(0, 0.1); x < width; x += 0.13) {
      brush.flat(Brush.box(x, y - 0.04, 0.025, 0.14), wood);
    }
  }

  private static void bush(Brush brush, double x, double y, Color color) {
    for (int i = 0; i < 4; i++) {
      double size = brush.between(0.03, 0.08);
      brush.flat(
          brush.blob(x + brush.between(-.06, .06), y - size * .4, size, size * .8, .15),
          Palette.lighter(color, brush.between(0, .3)));
    }
  }

  private static void mesa(Brush brush, double width, double horizon, Color color) {
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

  private static void rock(Brush brush, double x, double y, Color color) {
    double size = brush.between(0.025, 0.1);
    brush.fill(brush.blob(x, y, size * 1.3, size, 0.2), color);
  }

  private static void weed(Brush brush, double x, double y, double tall) {
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

  private static void tower(Brush brush, double x, double base, double wide, double tall) {
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

  private static void frame(Brush brush, double x, double y) {
    double wide = brush.between(0.18, 0.3);
    double tall = brush.between(0.16, 0.28);
    brush.fill(Brush.box(x, y, wide, tall), brush.near(32, 0.5, 0.5));
    brush.wash(
        Brush.box(x + 0.02, y + 0.02, wide - 0.04, tall - 0.04), brush.vivid(), brush.vivid());
  }
}
