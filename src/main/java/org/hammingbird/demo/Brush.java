package org.hammingbird.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/**
 * Draws on one image with one source of chance. Lengths are in the units of the graphics' transform
 * (the image's shorter side is 1), y points down. {@link #fill} shades a shape along the scene's
 * light and, in scenes of inked style, outlines it.
 */
final class Brush {
  private final Graphics2D graphics;
  private final Random random;
  private final double lightX;
  private final double shading;
  private final double ink;

  Brush(Graphics2D graphics, Random random) {
    this.graphics = graphics;
    this.random = random;
    this.lightX = between(-1, 1);
    this.shading = between(0.08, 0.3);
    this.ink = chance(0.3) ? between(0.008, 0.016) : 0;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** From {@code low} to {@code high}, both possible. */
  int whole(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A colour near the one of this hue (degrees), saturation and brightness (0 to 1). */
  Color near(double hue, double saturation, double brightness) {
    return Palette.of(
        hue + between(-9, 9), saturation * between(0.82, 1.12), brightness * between(0.86, 1.1));
  }

  /** A strong colour of any hue. */
  Color vivid() {
    return Palette.of(between(0, 360), between(0.55, 0.95), between(0.65, 1));
  }

  static Shape oval(double x, double y, double radiusX, double radiusY) {
    return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
  }

  static Shape box(double x, double y, double width, double height) {
    return new Rectangle2D.Double(x, y, width, height);
  }

  /** Straight sides through x, y, x, y, …; closed. */
  static Shape polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A closed curve through x, y, x, y, … (Catmull-Rom). */
  static Shape curve(double... points) {
    int n = points.length / 2;
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 0; i < n; i++) {
      segment(path, points, (i + n - 1) % n, i, (i + 1) % n, (i + 2) % n);
    }
    path.closePath();
    return path;
  }

  private static void segment(Path2D path, double[] p, int before, int from, int to, int after) {
    path.curveTo(
        p[2 * from] + (p[2 * to] - p[2 * before]) / 6,
        p[2 * from + 1] + (p[2 * to + 1] - p[2 * before + 1]) / 6,
        p[2 * to] - (p[2 * after] - p[2 * from]) / 6,
        p[2 * to + 1] - (p[2 * after + 1] - p[2 * from + 1]) / 6,
        p[2 * to],
        p[2 * to + 1]);
  }

  /** An uneven oval; {@code roughness} is the share by which its radius varies. */
  Shape blob(double x, double y, double radiusX, double radiusY, double roughness) {
    int corners = whole(9, 13);
    double turn = between(0, Math.PI);
    double[] points = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      double reach = 1 + between(-roughness, roughness);
      points[2 * i] = x + radiusX * reach * Math.cos(angle);
      points[2 * i + 1] = y + radiusY * reach * Math.sin(angle);
    }
    return curve(points);
  }

  /** A shaded shape, outlined where the scene is inked. */
  void fill(Shape shape, Color color) {
    Rectangle2D box = shape.getBounds2D();
    blend(
        shape,
        new Point2D.Double(box.getCenterX() + lightX * box.getWidth() / 2, box.getMinY()),
        new Point2D.Double(box.getCenterX() - lightX * box.getWidth() / 2, box.getMaxY()),
        Palette.lighter(color, shading),
        Palette.darker(color, shading * 1.3));
    if (ink > 0) {
      outline(shape, ink, Palette.sheer(Palette.darker(color, 0.7), 0.8));
    }
  }

  /** One colour, no shading, no outline. */
  void flat(Shape shape, Color color) {
    graphics.setPaint(color);
    graphics.fill(shape);
  }

  /** Colours from the shape's top to its bottom, evenly spaced. */
  void wash(Shape shape, Color... colors) {
    Rectangle2D box = shape.getBounds2D();
    blend(
        shape,
        new Point2D.Double(box.getCenterX(), box.getMinY()),
        new Point2D.Double(box.getCenterX(), box.getMaxY()),
        colors);
  }

  private void blend(Shape shape, Point2D from, Point2D to, Color... colors) {
    if (from.distance(to) < 1e-4) {
      flat(shape, colors[0]);
      return;
    }
    float[] stops = new float[colors.length];
    for (int i = 0; i < stops.length; i++) {
      stops[i] = i / (float) (stops.length - 1);
    }
    graphics.setPaint(new LinearGradientPaint(from, to, stops, colors));
    graphics.fill(shape);
  }

  void outline(Shape shape, double width, Color color) {
    graphics.setPaint(color);
    graphics.setStroke(stroke(width));
    graphics.draw(shape);
  }

  /** An open curve through x, y, x, y, …. */
  void line(double width, Color color, double... points) {
    int n = points.length / 2;
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 0; i < n - 1; i++) {
      segment(path, points, Math.max(0, i - 1), i, i + 1, Math.min(n - 1, i + 2));
    }
    outline(path, width, color);
  }

  private static BasicStroke stroke(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Draws with the origin moved, turned (radians, clockwise), then scaled; then puts it back. */
  void placed(double x, double y, double turn, double scaleX, double scaleY, Runnable drawing) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(turn);
    graphics.scale(scaleX, scaleY);
    drawing.run();
    graphics.setTransform(before);
  }

  /** Draws inside a shape only. */
  void inside(Shape shape, Runnable drawing) {
    Shape before = graphics.getClip();
    graphics.clip(shape);
    drawing.run();
    graphics.setClip(before);
  }
}
