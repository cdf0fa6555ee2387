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
      Scenery.sky(brush, width, horizon);
      Scenery.hills(brush, width, horizon, brush.near(brush.any(120, 160, 200), 0.32, 0.6));
      Color grass = brush.chance(0.2) ? brush.near(48, 0.55, 0.7) : brush.near(95, 0.58, 0.58);
      Scenery.ground(brush, width, height, horizon, grass);
      Scenery.tufts(brush, width, height, horizon, grass);
      if (brush.chance(0.5)) {
        for (int i = brush.whole(5, 22); i > 0; i--) {
          double size = brush.between(0.008, 0.016);
          double x = brush.between(0, width);
          double y = brush.between(horizon + .03, height);
          brush.flat(Brush.oval(x, y, size, size), brush.near(brush.any(50, 350, 280), 0.6, 1));
        }
      }
      if (brush.chance(0.35)) {
        Scenery.fence(brush, width, horizon + brush.between(0.01, 0.08));
      }
      return horizon + 0.05;
    }
  },
  SNOW {
    @Override
    double paint(Brush brush, double width, double height) {
      double horizon = height * brush.between(0.4, 0.7);
      Scenery.sky(brush, width, horizon);
      Scenery.hills(brush, width, horizon, brush.near(205, 0.2, 0.75));
      Scenery.ground(brush, width, height, horizon, brush.near(210, 0.1, 0.93));
      for (int i = brush.whole(1, 4); i > 0; i--) {
        Scenery.bush(brush, brush.between(0, width), horizon + 0.02, brush.near(150, 0.35, 0.4));
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
      Scenery.sky(brush, width, horizon);
      if (brush.chance(0.6)) {
        Scenery.mesa(brush, width, horizon, brush.near(16, 0.5, 0.62));
      }
      Color sand = brush.near(36, 0.45, 0.85);
      Scenery.hills(brush, width, horizon, Palette.darker(sand, 0.12));
      Scenery.ground(brush, width, height, horizon, sand);
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
        Scenery.rock(
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
      Scenery.sky(brush, width, horizon);
      if (brush.chance(0.55)) {
        Scenery.hills(brush, width, horizon, brush.near(brush.any(200, 130, 240), 0.3, 0.55));
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
      Scenery.ground(brush, width, height, floor, brush.near(42, 0.35, 0.7));
      for (int i = brush.whole(2, 7); i > 0; i--) {
        Scenery.weed(
            brush, brush.between(0, width), brush.between(floor, height), brush.between(0.2, 0.65));
      }
      for (int i = brush.whole(0, 3); i > 0; i--) {
        Scenery.rock(
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
      Scenery.sky(brush, width, horizon);
      double x = brush.between(-0.2, 0);
      while (x < width) {
        double wide = brush.between(0.12, 0.34);
        Scenery.tower(brush, x, horizon, wide, brush.between(0.15, 0.95) * horizon);
        x += wide + (brush.chance(0.3) ? brush.between(0.02, 0.15) : 0);
      }
      Color road = brush.near(230, 0.08, 0.48);
      Scenery.ground(brush, width, height, horizon, road);
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
      Scenery.ground(brush, width, height, floor, moss);
      Scenery.tufts(brush, width, height, floor, moss);
      return floor + 0.05;
    }
  },
  HEAVEN {
    @Override
    double paint(Brush brush, double width, double height) {
      Scenery.sky(brush, width, height);
      for (int i = brush.whole(0, 3); i > 0; i--) {
        Scenery.cloud(brush, brush.between(0, width), brush.between(0.1, height));
      }
      if (brush.chance(0.4)) {
        Scenery.hills(brush, width, height * brush.between(0.88, 1), brush.near(130, 0.35, 0.5));
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
      Scenery.ground(brush, width, height, table, wood);
      for (int i = 0; i < 5; i++) {
        double y = brush.between(table, height);
        brush.line(
            .006, Palette.sheer(Palette.darker(wood, .5), .5), 0, y, width * .5, y + .02, width, y);
      }
      if (brush.chance(0.4)) {
        Scenery.frame(brush, brush.between(0.05, width - .3), brush.between(0.03, .3));
      }
      return table + 0.04;
    }
  };

  abstract double paint(Brush brush, double width, double height);
}
