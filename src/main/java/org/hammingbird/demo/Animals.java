package org.hammingbird.demo;

import java.awt.Color;
import java.awt.Shape;

/** Animals, each in the box from -0.5 to 0.5, looking to the right. */
final class Animals {
  private Animals() {}

  static void fish(Brush brush) {
    Color body = brush.vivid();
    Color fin = brush.chance(0.5) ? Palette.darker(body, 0.25) : brush.vivid();
    double height = brush.between(0.16, 0.33);
    double tail = brush.between(0.14, 0.26);
    brush.fill(Brush.curve(-.24, 0, -.48, -tail, -.42, 0, -.48, tail), fin);
    double crest = height * brush.between(1.1, 1.6);
    brush.fill(
        Brush.curve(.12, -height * .75, -.02, -crest, -.22, -crest * .85, -.16, -height * .5), fin);
    brush.fill(
        Brush.curve(.02, height * .7, -.08, crest * .95, -.18, crest * .8, -.14, height * .5), fin);
    Shape trunk =
        Brush.curve(
            .47,
            .01,
            .3,
            -height * .8,
            .02,
            -height,
            -.26,
            -.06,
            -.26,
            .06,
            .02,
            height,
            .3,
            height * .8);
    brush.fill(trunk, body);
    brush.inside(trunk, () -> markings(brush, body, height));
    brush.line(
        .014,
        Palette.sheer(Palette.darker(body, .5), .7),
        .24,
        -height * .6,
        .19,
        0,
        .24,
        height * .6);
    brush.fill(Brush.curve(.12, .04, -.04, .02, -.1, .13, .03, .12), Palette.lighter(fin, 0.15));
    eye(brush, 0.33, -height * 0.25, 0.05);
    brush.line(.014, Palette.darker(body, .6), .46, .03, .41, .06, .37, .055);
  }

  private static void markings(Brush brush, Color body, double height) {
    Color mark = brush.chance(0.4) ? Palette.WHITE : Palette.sheer(brush.vivid(), 0.85);
    switch (brush.whole(0, 3)) {
      case 0:
        for (int i = brush.whole(2, 4); i > 0; i--) {
          double x = 0.2 - 0.13 * i + brush.between(-0.02, 0.02);
          brush.line(brush.between(.03, .06), mark, x, -height, x - .04, 0, x, height);
        }
        break;
      case 1:
        for (int i = brush.whole(6, 12); i > 0; i--) {
          double size = brush.between(0.015, 0.035);
          brush.flat(
              Brush.oval(brush.between(-.2, .25), brush.between(-height, height), size, size),
              mark);
        }
        break;
      case 2:
        brush.flat(
            Brush.curve(.5, .02, .1, height * .3, -.3, .03, -.2, height, .2, height * 1.1), mark);
        break;
      default:
        for (int i = 0; i < 7; i++) {
          for (int k = -3; k <= 3; k++) {
            double x = 0.15 - 0.06 * i;
            brush.outline(
                Brush.oval(x, k * .07 + (i % 2) * .035, .04, .04),
                .008,
                Palette.sheer(Palette.darker(body, .4), .5));
          }
        }
    }
  }

  private static void eye(Brush brush, double x, double y, double size) {
    brush.flat(Brush.oval(x, y, size, size), Palette.WHITE);
    brush.flat(Brush.oval(x + size * 0.2, y, size * 0.58, size * 0.58), Palette.INK);
    brush.flat(Brush.oval(x + size * 0.35, y - size * 0.25, size * .2, size * .2), Palette.WHITE);
  }

  static void butterfly(Brush brush) {
    Color wing = brush.vivid();
    Color second = brush.chance(0.5) ? Palette.lighter(wing, 0.3) : brush.vivid();
    Color spot = brush.any(Palette.WHITE, Palette.INK, brush.vivid());
    double open = brush.between(0.6, 1);
    double lower = brush.between(0.24, 0.4);
    double reach = brush.between(0.4, 0.5);
    boolean edged = brush.chance(0.6);
    for (int side = -1; side <= 1; side += 2) {
      double width = side * (side < 0 ? open : 1);
      brush.placed(
          0,
          0,
          0,
          width,
          1,
          () -> {
            pane(
                brush,
                Brush.curve(.02, 0, .2, .02, lower + .02, .2, .26, .44, .1, .32),
                second,
                edged);
            pane(
                brush,
                Brush.curve(.02, -.02, .14, -.36, reach, -.46, reach, -.18, .3, .02),
                wing,
                edged);
            brush.flat(Brush.oval(reach * .74, -.28, .055, .055), spot);
            brush.flat(Brush.oval(lower * .7, .2, .045, .045), spot);
            brush.flat(Brush.oval(.2, -.12, .03, .03), Palette.sheer(spot, 0.8));
            brush.line(.008, Palette.sheer(Palette.INK, .45), .03, -.02, reach * .9, -.38);
            brush.line(.008, Palette.sheer(Palette.INK, .45), .03, .02, lower * .9, .28);
          });
    }
    Color body = Palette.darker(brush.near(28, 0.5, 0.35), 0.2);
    brush.fill(Brush.oval(0, 0.02, 0.035, 0.24), body);
    brush.fill(Brush.oval(0, -0.25, 0.045, 0.045), body);
    brush.line(.012, body, 0, -.27, -.05, -.38, -.11, -.43);
    brush.line(.012, body, 0, -.27, .05, -.38, .11, -.43);
  }

  private static void pane(Brush brush, Shape shape, Color color, boolean edged) {
    brush.fill(shape, color);
    if (edged) {
      brush.outline(shape, 0.03, Palette.sheer(Palette.INK, 0.8));
    }
  }

  static void bird(Brush brush) {
    Color body = brush.chance(0.75) ? brush.vivid() : brush.near(30, 0.3, 0.5);
    Color wing = brush.chance(0.6) ? Palette.darker(body, 0.35) : brush.vivid();
    Color beak = brush.near(brush.any(38, 20, 210), 0.8, brush.between(0.4, 0.95));
    if (brush.chance(0.45)) {
      hovering(brush, body, wing, beak);
    } else {
      perched(brush, body, wing, beak);
    }
  }

  /** After the project's own bird: long bill, wings raised. */
  private static void hovering(Brush brush, Color body, Color wing, Color beak) {
    double lift = brush.between(-0.5, 0.2);
    brush.placed(
        -.02, -.02, lift - .5, 1, 1, () -> feathers(brush, Palette.darker(wing, .25), .42));
    brush.fill(Brush.curve(-.1, .12, -.44, .3, -.46, .44, -.3, .38, -.02, .22), wing);
    brush.fill(
        Brush.curve(.26, -.14, .1, -.16, -.08, .02, -.2, .24, -.02, .22, .14, .08, .26, -.02),
        body);
    brush.flat(
        Brush.curve(.2, -.02, .08, 0, -.06, .14, -.1, .21, .02, .18, .12, .07),
        Palette.lighter(body, .45));
    brush.fill(Brush.oval(.22, -.13, .105, .1), body);
    brush.line(.022, beak, .3, -.14, .4, -.15, .5, -.13);
    eye(brush, 0.25, -0.15, 0.032);
    brush.placed(0, .02, lift, 1, 1, () -> feathers(brush, wing, .46));
  }

  private static void feathers(Brush brush, Color wing, double reach) {
    for (int i = 4; i >= 0; i--) {
      double length = reach * (1 - 0.09 * i);
      brush.placed(
          0,
          0,
          -2.1 - 0.16 * i,
          length,
          length,
          () -> brush.fill(Brush.curve(0, -.08, .6, -.16, 1, 0, .6, .1, 0, .1), wing));
    }
  }

  private static void perched(Brush brush, Color body, Color wing, Color beak) {
    Color bark = brush.near(26, 0.5, 0.38);
    brush.line(
        .05,
        bark,
        -.5,
        .4 + brush.between(-.06, .06),
        -.1,
        .36,
        .5,
        .38 + brush.between(-.08, .06));
    double plump = brush.between(0.85, 1.1);
    brush.fill(
        Brush.polygon(-.2, .1, -.48, .26 + brush.between(-.1, .1), -.44, .36, -.14, .24), wing);
    brush.line(.018, beak, -.01, .24, .0, .37);
    brush.line(.018, beak, .08, .24, .09, .37);
    brush.fill(
        Brush.curve(.24, -.1, .2, .16, .04, .28 * plump, -.2, .18, -.2, .02, .02, -.16 * plump),
        body);
    brush.flat(Brush.curve(.24, -.05, .21, .14, .06, .26, .08, .08), Palette.lighter(body, .5));
    brush.fill(Brush.oval(.16, -.2, .15 * plump, .15 * plump), body);
    if (brush.chance(0.35)) {
      brush.fill(Brush.polygon(.12, -.32, .02, -.48, .2, -.34), wing);
    }
    brush.fill(Brush.polygon(.28, -.24, .46, -.16, .28, -.12), beak);
    brush.fill(Brush.curve(.1, -.02, .02, .2, -.3, .2, -.14, .0), wing);
    brush.line(.012, Palette.lighter(wing, .35), .06, .06, -.04, .14, -.2, .17);
    eye(brush, 0.2, -0.22, 0.038);
  }
}
