package org.hammingbird.demo;

import java.awt.Color;
import java.awt.Shape;

/** Things that people made, each in the box from -0.5 to 0.5. */
final class Things {
  private Things() {}

  static void balloon(Brush brush) {
    Color first = brush.vivid();
    Color second = brush.chance(0.4) ? Palette.WHITE : brush.vivid();
    double width = brush.between(0.33, 0.43);
    Shape envelope =
        Brush.curve(
            0,
            -.5,
            width * .75,
            -.4,
            width,
            -.13,
            width * .62,
            .12,
            .09,
            .24,
            -.09,
            .24,
            -width * .62,
            .12,
            -width,
            -.13,
            -width * .75,
            -.4);
    Color rope = Palette.sheer(Palette.INK, 0.8);
    brush.line(.01, rope, -.08, .22, -.07, .36);
    brush.line(.01, rope, .08, .22, .07, .36);
    brush.fill(envelope, first);
    brush.inside(envelope, () -> panels(brush, width, second));
    brush.outline(envelope, 0.01, Palette.sheer(Palette.INK, 0.4));
    Color wicker = brush.near(30, 0.6, 0.5);
    brush.fill(Brush.polygon(-.085, .36, .085, .36, .07, .5, -.07, .5), wicker);
    brush.line(.012, Palette.darker(wicker, .4), -.07, .42, .07, .42);
  }

  private static void panels(Brush brush, double width, Color color) {
    Color sheer = Palette.sheer(color, 0.9);
    if (brush.chance(0.6)) {
      for (int i = -2; i <= 2; i += 2) {
        double from = width * (i - 0.5) * 0.4;
        double to = width * (i + 0.5) * 0.4;
        brush.flat(
            Brush.curve(
                from * .3,
                -.5,
                to * .3,
                -.5,
                to * 1.05,
                -.13,
                to * .4,
                .26,
                from * .4,
                .26,
                from * 1.05,
                -.13),
            sheer);
      }
    } else {
      double band = brush.between(-0.3, -0.1);
      brush.flat(Brush.box(-0.5, band, 1, brush.between(0.08, 0.16)), sheer);
      for (int i = -4; i <= 4; i++) {
        brush.flat(
            Brush.polygon(i * .11, band + .2, i * .11 + .055, band + .3, i * .11 + .11, band + .2),
            sheer);
      }
    }
  }

  static void boat(Brush brush) {
    Color hull = brush.chance(0.3) ? brush.near(25, 0.55, 0.5) : brush.vivid();
    if (brush.chance(0.3)) {
      steamer(brush, hull);
    } else {
      sails(brush);
    }
    double keel = brush.between(0.26, 0.36);
    Shape body = Brush.polygon(-.46, .18, .5, .14, keel, .42, -keel, .42);
    brush.fill(body, hull);
    brush.inside(body, () -> brush.flat(Brush.box(-.5, .2, 1, .05), Palette.lighter(hull, 0.5)));
    Color foam = Palette.sheer(Palette.WHITE, 0.75);
    brush.line(.025, foam, -.48, .43, -.25, .41, 0, .44, .25, .41, .48, .44);
    brush.line(.018, Palette.sheer(foam, .5), -.38, .48, -.1, .47, .2, .49, .4, .48);
  }

  private static void sails(Brush brush) {
    Color cloth = brush.chance(0.55) ? Palette.WHITE : brush.vivid();
    double mast = brush.between(-0.08, 0.08);
    double top = brush.between(-0.5, -0.4);
    brush.line(0.022, brush.near(28, 0.5, 0.35), mast, 0.18, mast, top);
    double belly = brush.between(0.28, 0.42);
    Shape main =
        Brush.curve(
            mast + .02,
            top + .02,
            mast + belly * .7,
            -.1,
            mast + belly,
            .08,
            mast + .02,
            .1,
            mast + .02,
            -.15);
    brush.fill(main, cloth);
    if (brush.chance(0.35)) {
      Color stripe = brush.vivid();
      brush.inside(main, () -> brush.flat(Brush.box(-.5, -.18, 1, .08), stripe));
    }
    if (brush.chance(0.75)) {
      brush.fill(
          Brush.polygon(mast - .02, top + .06, mast - .02, .1, mast - belly * .8, .1),
          Palette.darker(cloth, .06));
    }
    Color flag = brush.vivid();
    brush.fill(Brush.polygon(mast, top, mast + .1, top + .035, mast, top + .07), flag);
  }

  private static void steamer(Brush brush, Color hull) {
    Color funnel = brush.vivid();
    brush.fill(Brush.box(-.02, -.28, .12, .3), funnel);
    brush.flat(Brush.box(-.02, -.24, .12, .06), Palette.INK);
    brush.fill(Brush.box(-.28, -.02, .5, .2), Palette.WHITE);
    brush.fill(Brush.box(-.2, -.14, .3, .13), Palette.lighter(hull, .6));
    for (int i = 0; i < 4; i++) {
      brush.flat(Brush.oval(-.2 + .11 * i, .08, .03, .03), brush.near(205, .5, .5));
    }
    for (int i = 0; i < 4; i++) {
      double size = 0.05 + 0.025 * i;
      brush.flat(
          brush.blob(.02 - .1 * i, -.34 - .035 * i, size, size * .8, .15),
          Palette.sheer(Palette.WHITE, .55));
    }
  }

  static void car(Brush brush) {
    // down to where the wheels touch the bottom of the box
    brush.placed(0, 0.16, 0, 1, 1, () -> vehicle(brush));
  }

  private static void vehicle(Brush brush) {
    Color paint = brush.chance(0.2) ? brush.near(210, 0.08, 0.8) : brush.vivid();
    Color glass = brush.near(205, 0.35, brush.between(0.55, 0.9));
    switch (brush.whole(0, 2)) {
      case 0:
        brush.fill(
            Brush.polygon(-.47, .22, -.46, -.24, .3, -.24, .42, -.02, .49, .04, .49, .22), paint);
        window(brush, glass, .16, -.18, .28, -.18, .38, 0, .16, 0);
        window(brush, glass, -.12, -.18, .1, -.18, .1, 0, -.12, 0);
        window(brush, glass, -.4, -.18, -.18, -.18, -.18, 0, -.4, 0);
        break;
      case 1:
        brush.fill(
            Brush.polygon(
                -.49, .22, -.49, 0, -.06, 0, -.02, -.22, .24, -.22, .34, -.01, .49, .04, .49, .22),
            paint);
        window(brush, glass, .02, -.17, .21, -.17, .29, 0, .02, 0);
        brush.flat(Brush.box(-.45, -.04, .38, .04), Palette.darker(paint, .4));
        break;
      default:
        double roof = brush.between(-0.28, -0.2);
        brush.fill(
            Brush.curve(
                -.49, .2, -.48, .03, -.34, -.02, -.22, roof, .1, roof, .26, -.02, .47, .05, .49, .2,
                0, .22),
            paint);
        window(brush, glass, -.2, roof + .05, -.04, roof + .05, -.04, -.02, -.28, -.02);
        window(brush, glass, .01, roof + .05, .09, roof + .05, .2, -.02, .01, -.02);
    }
    brush.line(.012, Palette.sheer(Palette.darker(paint, .6), .7), -.01, 0, -.01, .18);
    brush.line(.014, Palette.sheer(Palette.lighter(paint, .6), .7), -.42, .07, .4, .08);
    brush.flat(Brush.oval(.46, .09, .03, .035), brush.near(50, 0.5, 1));
    brush.flat(Brush.oval(-.465, .09, .022, .04), brush.near(2, 0.9, 0.8));
    double radius = brush.between(0.095, 0.125);
    wheel(brush, -0.28, radius);
    wheel(brush, 0.3, radius);
  }

  private static void window(Brush brush, Color glass, double... corners) {
    brush.fill(Brush.polygon(corners), glass);
  }

  private static void wheel(Brush brush, double x, double radius) {
    brush.flat(Brush.oval(x, 0.22, radius, radius), new Color(34, 33, 38));
    brush.fill(Brush.oval(x, 0.22, radius * 0.55, radius * 0.55), brush.near(210, 0.06, 0.78));
    for (int i = 0; i < 3; i++) {
      double dx = radius * 0.5 * Math.cos(i * 1.047);
      double dy = radius * 0.5 * Math.sin(i * 1.047);
      brush.line(.012, new Color(70, 70, 78), x - dx, .22 - dy, x + dx, .22 + dy);
    }
  }

  static void house(Brush brush) {
    Color wall = brush.near(brush.any(40, 20, 200, 55, 350), brush.between(0.08, 0.45), 0.9);
    Color roof = brush.near(brush.any(12, 20, 215, 30), brush.between(0.35, 0.7), 0.55);
    double eaves = brush.between(-0.14, 0);
    double ridge = brush.between(-0.46, -0.36);
    if (brush.chance(0.75)) {
      double x = brush.any(-0.22, 0.15);
      brush.fill(Brush.box(x, ridge - 0.02, 0.08, 0.28), brush.near(14, 0.5, 0.5));
    }
    double gable = brush.chance(0.5) ? 0.4 : brush.between(0.05, 0.15);
    if (gable < 0.4) {
      brush.fill(Brush.box(gable, eaves, 0.42 - gable, 0.5 - eaves), Palette.darker(wall, 0.18));
      brush.fill(
          Brush.polygon(
              (gable - .42) / 2, ridge, .3, ridge, .47, eaves + .02, gable + .04, eaves + .02),
          roof);
      pane(brush, (gable + 0.42) / 2 - 0.05, 0.14, 0.1, 0.13);
    }
    double left = -0.42;
    brush.fill(
        Brush.polygon(
            left, .5, left, eaves, (left + gable) / 2, ridge + .02, gable, eaves, gable, .5),
        wall);
    boards(brush, wall, left, gable, eaves);
    double middle = (left + gable) / 2;
    brush.line(.05, Palette.darker(roof, .15), left - .05, eaves + .04, middle, ridge);
    brush.line(.05, roof, gable + .05, eaves + .04, middle, ridge);
    if (gable == 0.4 && brush.chance(0.6)) {
      brush.fill(
          Brush.polygon(
              left - .06,
              eaves + .05,
              left + .1,
              ridge,
              gable - .1,
              ridge,
              gable + .06,
              eaves + .05),
          roof);
      shingles(brush, roof, eaves, ridge);
    } else {
      brush.flat(
          Brush.oval(middle, (eaves + ridge) / 2 + .05, .045, .045), brush.near(205, .4, .5));
    }
    Color door = brush.vivid();
    double x = left + (gable - left) * brush.between(0.3, 0.6);
    brush.fill(Brush.box(x, 0.22, 0.13, 0.28), door);
    brush.flat(Brush.oval(x + 0.11, 0.37, 0.012, 0.012), Palette.WHITE);
    pane(brush, left + 0.05, 0.1, 0.12, 0.13);
    if (gable - x > 0.3) {
      pane(brush, gable - 0.17, 0.1, 0.12, 0.13);
    }
  }

  private static void boards(Brush brush, Color wall, double left, double right, double eaves) {
    if (brush.chance(0.6)) {
      for (double y = eaves + 0.06; y < 0.5; y += 0.07) {
        brush.line(.007, Palette.sheer(Palette.darker(wall, .4), .5), left, y, right, y);
      }
    }
  }

  private static void shingles(Brush brush, Color roof, double eaves, double ridge) {
    Color line = Palette.sheer(Palette.darker(roof, 0.5), 0.5);
    for (int i = 1; i < 4; i++) {
      double y = ridge + (eaves + 0.05 - ridge) * i / 4;
      double half = 0.31 + 0.16 * i / 4;
      brush.line(.008, line, -half, y, half, y);
    }
  }

  private static void pane(Brush brush, double x, double y, double width, double height) {
    Color glass = brush.chance(0.3) ? brush.near(48, 0.6, 1) : brush.near(205, 0.45, 0.6);
    brush.fill(Brush.box(x, y, width, height), glass);
    brush.outline(Brush.box(x, y, width, height), 0.016, Palette.WHITE);
    brush.line(.01, Palette.WHITE, x + width / 2, y, x + width / 2, y + height);
    brush.line(.01, Palette.WHITE, x, y + height / 2, x + width, y + height / 2);
  }

  static void kite(Brush brush) {
    Color first = brush.vivid();
    Color second = brush.chance(0.3) ? Palette.WHITE : brush.vivid();
    double width = brush.between(0.24, 0.34);
    double cross = brush.between(-0.28, -0.18);
    double foot = brush.between(0.12, 0.22);
    double wave = brush.any(-1, 1) * brush.between(0.06, 0.13);
    brush.line(
        .014, Palette.sheer(Palette.INK, .8), 0, foot, wave, .28, -wave, .38, wave * .8, .49);
    for (int i = 0; i < 3; i++) {
      double y = 0.27 + 0.085 * i;
      double x = wave * Math.cos(1.9 * i) * 0.8;
      Color bow = i % 2 == 0 ? first : second;
      brush.fill(Brush.polygon(x, y, x - .07, y - .04, x - .07, y + .035), bow);
      brush.fill(Brush.polygon(x, y, x + .07, y - .035, x + .07, y + .04), bow);
    }
    brush.fill(Brush.polygon(0, -.5, width, cross, 0, foot), first);
    brush.fill(Brush.polygon(0, -.5, -width, cross, 0, foot), second);
    if (brush.chance(0.5)) {
      brush.fill(Brush.polygon(0, cross, width, cross, 0, foot), Palette.mix(first, second, 0.75));
      brush.fill(Brush.polygon(0, cross, -width, cross, 0, foot), Palette.mix(second, first, 0.75));
    }
    brush.line(.014, Palette.sheer(Palette.INK, .7), 0, -.5, 0, foot);
    brush.line(.014, Palette.sheer(Palette.INK, .7), -width, cross, width, cross);
  }
}
