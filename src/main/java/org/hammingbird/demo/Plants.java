package org.hammingbird.demo;

import java.awt.Color;
import java.awt.Shape;

/** Plants, each in the box from -0.5 to 0.5 with its foot at the bottom. */
final class Plants {
  private Plants() {}

  static void tree(Brush brush) {
    switch (brush.whole(0, 3)) {
      case 0:
        conifer(brush);
        break;
      case 1:
        palm(brush);
        break;
      default:
        leafy(brush);
    }
  }

  private static void leafy(Brush brush) {
    Color bark = brush.near(28, 0.5, 0.42);
    double lean = brush.between(-0.05, 0.05);
    double girth = brush.between(0.04, 0.075);
    brush.fill(
        Brush.polygon(
            -girth * 1.5, 0.5, -girth * .7 + lean, 0, girth * .7 + lean, 0, girth * 1.5, .5),
        bark);
    brush.line(girth * 0.7, bark, lean, 0.16, lean - 0.1, 0.02, lean - 0.18, -0.08);
    brush.line(girth * 0.7, bark, lean, 0.1, lean + 0.1, -0.02, lean + 0.16, -0.12);
    Color leaves = brush.chance(0.25) ? brush.near(28, 0.75, 0.75) : brush.near(105, 0.6, 0.52);
    int puffs = brush.whole(5, 9);
    for (int i = 0; i < puffs; i++) {
      double angle = Math.PI + Math.PI * i / (puffs - 1) + brush.between(-0.2, 0.2);
      puff(brush, lean + 0.26 * Math.cos(angle), -0.12 + 0.2 * Math.sin(angle), leaves);
    }
    puff(brush, lean, -0.16, Palette.lighter(leaves, 0.08));
    if (brush.chance(0.3)) {
      Color fruit = brush.near(8, 0.85, 0.85);
      for (int i = brush.whole(5, 9); i > 0; i--) {
        brush.fill(Brush.oval(brush.between(-.3, .3), brush.between(-.34, .05), .025, .025), fruit);
      }
    }
  }

  private static void puff(Brush brush, double x, double y, Color leaves) {
    double radius = brush.between(0.13, 0.2);
    Color own = Palette.mix(leaves, brush.near(85, 0.6, 0.6), brush.between(0, 0.35));
    brush.fill(brush.blob(x, y, radius, radius * brush.between(0.8, 1), 0.1), own);
    for (int i = 0; i < 6; i++) {
      double dx = brush.between(-0.7, 0.7) * radius;
      double dy = brush.between(-0.7, 0.7) * radius;
      brush.flat(
          Brush.oval(x + dx, y + dy, .02, .012), Palette.sheer(Palette.lighter(own, .4), .5));
    }
  }

  private static void conifer(Brush brush) {
    brush.fill(Brush.box(-0.035, 0.3, 0.07, 0.2), brush.near(25, 0.55, 0.35));
    Color needles = brush.near(140, 0.5, 0.42);
    boolean snowy = brush.chance(0.25);
    int tiers = brush.whole(3, 5);
    double width = brush.between(0.22, 0.34);
    for (int i = 0; i < tiers; i++) {
      double bottom = 0.38 - 0.62 * i / tiers;
      double half = width * (1 - 0.72 * i / tiers);
      double top = Math.max(-0.5, bottom - 0.95 / tiers);
      Shape tier =
          Brush.polygon(
              0,
              top,
              half,
              bottom,
              half * 0.45,
              bottom - 0.03,
              0,
              bottom + 0.03,
              -half * 0.5,
              bottom - 0.03,
              -half,
              bottom);
      brush.fill(tier, Palette.lighter(needles, 0.05 * i));
      if (snowy) {
        brush.line(.03, Palette.WHITE, 0, top + .03, half * .5, (top + bottom) / 2 + .02);
        brush.line(.03, Palette.WHITE, 0, top + .03, -half * .4, (top + bottom) / 2 - .02);
      }
    }
  }

  private static void palm(Brush brush) {
    double bend = brush.between(-0.18, 0.18);
    Color bark = brush.near(32, 0.45, 0.5);
    brush.line(0.065, bark, 0, 0.47, bend * 0.15, 0.2, bend, -0.15);
    for (int i = 0; i < 6; i++) {
      double y = 0.4 - 0.09 * i;
      double x = bend * (0.45 - y) * (0.45 - y) * 2.6;
      brush.line(.012, Palette.darker(bark, .35), x - .03, y, x + .03, y - .01);
    }
    Color leaf = brush.near(110, 0.65, 0.5);
    int fronds = brush.whole(6, 9);
    for (int i = 0; i < fronds; i++) {
      double angle = -Math.PI * 1.12 + Math.PI * 1.24 * i / (fronds - 1) + brush.between(-.1, .1);
      double reach = brush.between(0.3, 0.42);
      brush.placed(
          bend,
          -0.16,
          angle,
          reach,
          reach,
          () ->
              brush.fill(
                  Brush.curve(0, -.05, .45, -.2, 1, .05, .8, .03, .45, -.02, .2, .03), leaf));
    }
    brush.fill(Brush.oval(bend - .03, -.12, .035, .035), brush.near(25, .6, .35));
    brush.fill(Brush.oval(bend + .03, -.11, .035, .035), brush.near(25, .6, .35));
  }

  static void flower(Brush brush) {
    Color green = brush.near(115, 0.65, 0.5);
    double sway = brush.between(-0.1, 0.1);
    brush.line(0.035, green, 0, 0.5, sway * 1.4, 0.25, 0, -0.1);
    for (int side = -1; side <= 1; side += 2) {
      double y = brush.between(0.2, 0.36);
      brush.placed(
          sway * 0.8,
          y,
          -side * brush.between(0.3, 0.7),
          side * brush.between(0.22, 0.32),
          0.3,
          () -> brush.fill(Brush.curve(0, 0, .4, -.2, 1, 0, .4, .16), green));
    }
    if (brush.chance(0.25)) {
      tulip(brush);
    } else {
      daisy(brush);
    }
  }

  private static void daisy(Brush brush) {
    Color petal =
        brush.chance(0.3) ? Palette.WHITE : brush.near(brush.any(350, 50, 285, 20), .7, .95);
    int petals = brush.whole(5, 13);
    double reach = brush.between(0.26, 0.34);
    double width = Math.min(0.16, reach * Math.PI / petals * brush.between(0.75, 1.05));
    double squash = brush.between(0.7, 1);
    double turn = brush.between(0, 1);
    for (int i = 0; i < petals; i++) {
      double angle = turn + 2 * Math.PI * i / petals;
      Color own = Palette.mix(petal, Palette.darker(petal, 0.3), brush.between(0, 0.4));
      brush.placed(
          0,
          -0.16,
          0,
          1,
          squash,
          () ->
              brush.placed(
                  0,
                  0,
                  angle,
                  1,
                  1,
                  () -> brush.fill(Brush.oval(reach * .62, 0, reach * .45, width), own)));
    }
    double core = brush.between(0.07, 0.13);
    Color centre = brush.near(brush.any(45, 30, 25), 0.8, brush.between(0.4, 0.95));
    brush.fill(Brush.oval(0, -0.16, core, core * squash), centre);
    for (int i = 0; i < 8; i++) {
      double angle = brush.between(0, 6.28);
      brush.flat(
          Brush.oval(core * .6 * Math.cos(angle), -.16 + core * .6 * Math.sin(angle), .012, .012),
          Palette.darker(centre, .4));
    }
  }

  private static void tulip(Brush brush) {
    Color petal = brush.near(brush.any(355, 45, 310, 20), 0.75, 0.9);
    brush.fill(
        Brush.curve(0, .05, .17, -.05, .2, -.38, .06, -.26, -.06, -.26, -.2, -.38, -.17, -.05),
        petal);
    brush.fill(
        Brush.curve(0, .05, .1, -.08, .08, -.3, 0, -.42, -.08, -.3, -.1, -.08),
        Palette.lighter(petal, .15));
  }

  static void cactus(Brush brush) {
    Color green = brush.near(125, 0.5, brush.between(0.45, 0.65));
    boolean potted = brush.chance(0.3);
    double foot = potted ? 0.24 : 0.5;
    if (brush.chance(0.22)) {
      double radius = brush.between(0.28, 0.36);
      ribbed(
          brush, Brush.oval(0, foot - radius * .9, radius, radius), green, radius, foot - radius);
      crown(brush, 0, foot - 1.88 * radius);
    } else {
      double girth = brush.between(0.08, 0.12);
      double top = brush.between(-0.5, -0.38);
      for (int side = -1; side <= 1; side += 2) {
        if (brush.chance(0.88)) {
          arm(brush, side, girth, brush.between(-0.05, 0.14), green);
        }
      }
      Shape trunk =
          new java.awt.geom.RoundRectangle2D.Double(
              -girth, top, 2 * girth, foot - top, 2 * girth, 2 * girth);
      ribbed(brush, trunk, green, girth, (top + foot) / 2);
      if (brush.chance(0.4)) {
        crown(brush, 0, top);
      }
    }
    if (potted) {
      Color clay = brush.near(18, 0.65, 0.75);
      brush.fill(Brush.polygon(-.2, .24, .2, .24, .15, .5, -.15, .5), clay);
      brush.fill(Brush.box(-0.23, 0.2, 0.46, 0.08), Palette.lighter(clay, 0.1));
    }
  }

  private static void arm(Brush brush, int side, double girth, double y, Color green) {
    double reach = side * brush.between(0.22, 0.3);
    double rise = y - brush.between(0.16, 0.32);
    double width = girth * brush.between(1.2, 1.5);
    Color own = Palette.darker(green, 0.08);
    brush.line(
        width + 0.015, Palette.darker(green, 0.4), 0, y, reach * .8, y, reach, y - .1, reach, rise);
    brush.line(width, own, 0, y, reach * 0.8, y, reach, y - 0.1, reach, rise);
    brush.line(
        .012, Palette.lighter(green, .4), reach * .3, y, reach * .8, y, reach, y - .1, reach, rise);
  }

  private static void ribbed(Brush brush, Shape body, Color green, double half, double middle) {
    brush.fill(body, green);
    Color rib = Palette.sheer(Palette.darker(green, 0.5), 0.6);
    brush.inside(
        body,
        () -> {
          for (int i = -2; i <= 2; i++) {
            double x = half * i * 0.42;
            brush.line(.012, rib, x * .6, middle - .6, x * 1.1, middle, x * .6, middle + .6);
            for (int k = 0; k < 9; k++) {
              double y = middle - 0.45 + 0.1 * k + brush.between(-0.02, 0.02);
              brush.line(.009, Palette.WHITE, x - .015, y - .012, x + .015, y + .012);
            }
          }
        });
  }

  private static void crown(Brush brush, double x, double y) {
    Color petal = brush.near(brush.any(330, 50, 10), 0.7, 0.95);
    for (int i = 0; i < 5; i++) {
      double angle = Math.PI * (1.1 + 0.2 * i);
      brush.fill(
          Brush.oval(x + .05 * Math.cos(angle), y + .05 * Math.sin(angle), .035, .035), petal);
    }
  }

  static void mushroom(Brush brush) {
    if (brush.chance(0.45)) {
      double side = brush.any(-0.27, 0.27);
      double small = brush.between(0.4, 0.55);
      brush.placed(side, 0.5 - small / 2, -side * .6, small, small, () -> single(brush));
    }
    brush.placed(0, 0, 0, 1, 1, () -> single(brush));
  }

  private static void single(Brush brush) {
    Color stem = brush.near(42, 0.16, 0.93);
    double girth = brush.between(0.07, 0.14);
    brush.fill(
        Brush.curve(
            -girth,
            .5,
            -girth * .8,
            .2,
            -girth * .7,
            -.1,
            girth * .7,
            -.1,
            girth * .8,
            .2,
            girth,
            .5),
        stem);
    brush.fill(
        Brush.curve(
            -girth * .8, .08, 0, .04, girth * .8, .08, girth * 1.5, .16, 0, .13, -girth * 1.5, .16),
        Palette.darker(stem, .08));
    double width = brush.between(0.32, 0.47);
    double top = brush.between(-0.48, -0.3);
    double rim = brush.between(-0.08, 0.02);
    Color cap = brush.near(brush.any(4, 12, 28, 35, 350), brush.between(0.45, 0.9), .82);
    brush.fill(Brush.oval(0, rim, width * 0.93, 0.06), brush.near(35, 0.3, 0.72));
    Shape dome =
        Brush.curve(
            -width,
            rim,
            -width * .75,
            (rim + top) / 2,
            0,
            top,
            width * .75,
            (rim + top) / 2,
            width,
            rim,
            0,
            rim - .03);
    brush.fill(dome, cap);
    if (brush.chance(0.7)) {
      brush.inside(
          dome,
          () -> {
            for (int i = brush.whole(5, 10); i > 0; i--) {
              double size = brush.between(0.025, 0.065);
              brush.flat(
                  Brush.oval(
                      brush.between(-.9, .9) * width, brush.between(top, rim), size, size * .8),
                  Palette.WHITE);
            }
          });
    }
  }
}
