package org.hammingbird.neighbor;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.LanczosResampler;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Severity;

/** What people do to a photograph before it is found again: edits by name, drawn from a seed. */
final class PhotoEdits {
  private static final Map<String, BiFunction<Raster, Random, Raster>> ALL = edits();

  private PhotoEdits() {}

  /** Edits in the order in which results are shown. */
  static Map<String, BiFunction<Raster, Random, Raster>> all() {
    return ALL;
  }

  private static Map<String, BiFunction<Raster, Random, Raster>> edits() {
    Map<String, BiFunction<Raster, Random, Raster>> edits = new LinkedHashMap<>();
    for (int percent : new int[] {2, 5, 8, 10}) {
      double share = percent / 100.0;
      edits.put("crop-" + percent + "-each-side", (p, r) -> crop(p, share, share, share, share));
    }
    edits.put("crop-10-anywhere", (p, r) -> cropAnywhere(p, 0.1, r));
    edits.put("crop-20-anywhere", (p, r) -> cropAnywhere(p, 0.2, r));
    edits.put("crop-10-left", (p, r) -> crop(p, 0.1, 0, 0, 0));
    edits.put("crop-10-top", (p, r) -> crop(p, 0, 0.1, 0, 0));
    edits.put("shift-3", (p, r) -> shift(p, sign(r) * 0.03, sign(r) * 0.03));
    edits.put("shift-6", (p, r) -> shift(p, sign(r) * 0.06, sign(r) * 0.06));
    edits.put("brightness-0.6", (p, r) -> tone(p, v -> 0.6 * v));
    edits.put("brightness-1.5", (p, r) -> tone(p, v -> 1.5 * v));
    edits.put("contrast-0.5", (p, r) -> tone(p, v -> 0.5 + 0.5 * (v - 0.5)));
    edits.put("contrast-1.6", (p, r) -> tone(p, v -> 0.5 + 1.6 * (v - 0.5)));
    edits.put("gamma-0.5", (p, r) -> tone(p, v -> Math.sqrt(v)));
    edits.put("gamma-2", (p, r) -> tone(p, v -> v * v));
    edits.put("hue-0.1", (p, r) -> colour(p, 0.1f, 1));
    edits.put("hue-0.5", (p, r) -> colour(p, 0.5f, 1));
    edits.put("grey", (p, r) -> p.toLuma().toRgb());
    edits.put("saturation-2", (p, r) -> colour(p, 0, 2));
    edits.put("jpeg-7", (p, r) -> Corruption.of("jpeg-compression").apply(p, Severity.of(5), 1));
    edits.put("noise", (p, r) -> Corruption.of("gaussian-noise").apply(p, Severity.of(3), 1));
    edits.put("blur", (p, r) -> Corruption.of("gaussian-blur").apply(p, Severity.of(2), 1));
    edits.put("half-size", (p, r) -> LanczosResampler.resize(p, p.width() / 2, p.height() / 2));
    edits.put("square", (p, r) -> LanczosResampler.resize(p, p.height(), p.height()));
    edits.put("rotate-2", (p, r) -> rotate(p, sign(r) * 2));
    edits.put("rotate-5", (p, r) -> rotate(p, sign(r) * 5));
    edits.put("logo", PhotoEdits::logo);
    edits.put("text", PhotoEdits::text);
    edits.put("border-5", (p, r) -> border(p, 0.05));
    edits.put(
        "crop-8-brighter-jpeg",
        (p, r) ->
            Corruption.of("jpeg-compression")
                .apply(tone(cropAnywhere(p, 0.08, r), v -> 1.25 * v), Severity.of(2), 1));
    edits.put(
        "crop-8-gamma-saturated",
        (p, r) -> colour(tone(cropAnywhere(p, 0.08, r), v -> Math.pow(v, 1.4)), 0.03f, 1.4f));
    return edits;
  }

  private static int sign(Random random) {
    return random.nextBoolean() ? 1 : -1;
  }

  static Raster crop(Raster photo, double left, double top, double right, double bottom) {
    int x = (int) Math.round(photo.width() * left);
    int y = (int) Math.round(photo.height() * top);
    int width = (int) Math.round(photo.width() * (1 - right)) - x;
    int height = (int) Math.round(photo.height() * (1 - bottom)) - y;
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    out.getGraphics().drawImage(buffered(photo), -x, -y, null);
    return raster(out);
  }

  private static Raster cropAnywhere(Raster photo, double share, Random random) {
    double left = share * random.nextDouble();
    double top = share * random.nextDouble();
    return crop(photo, left, top, share - left, share - top);
  }

  /** What comes in at the border is the border's pixels again. */
  private static Raster shift(Raster photo, double across, double down) {
    int dx = (int) Math.round(across * photo.width());
    int dy = (int) Math.round(down * photo.height());
    byte[] out = new byte[photo.samples().length];
    for (int y = 0; y < photo.height(); y++) {
      int fromY = Math.max(0, Math.min(photo.height() - 1, y + dy));
      for (int x = 0; x < photo.width(); x++) {
        int fromX = Math.max(0, Math.min(photo.width() - 1, x + dx));
        int from = 3 * (fromY * photo.width() + fromX);
        System.arraycopy(photo.samples(), from, out, 3 * (y * photo.width() + x), 3);
      }
    }
    return new Raster(photo.width(), photo.height(), 3, out);
  }

  private static Raster tone(Raster photo, DoubleUnaryOperator curve) {
    byte[] out = new byte[photo.samples().length];
    for (int i = 0; i < out.length; i++) {
      double value = curve.applyAsDouble((photo.samples()[i] & 255) / 255.0);
      out[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    return new Raster(photo.width(), photo.height(), 3, out);
  }

  private static Raster colour(Raster photo, float hue, float saturation) {
    byte[] in = photo.samples();
    byte[] out = new byte[in.length];
    float[] hsb = new float[3];
    for (int i = 0; i < in.length; i += 3) {
      Color.RGBtoHSB(in[i] & 255, in[i + 1] & 255, in[i + 2] & 255, hsb);
      int rgb = Color.HSBtoRGB(hsb[0] + hue, Math.min(1, hsb[1] * saturation), hsb[2]);
      out[i] = (byte) (rgb >> 16);
      out[i + 1] = (byte) (rgb >> 8);
      out[i + 2] = (byte) rgb;
    }
    return new Raster(photo.width(), photo.height(), 3, out);
  }

  private static Raster rotate(Raster photo, double degrees) {
    BufferedImage out = blank(photo.width(), photo.height());
    Graphics2D graphics = smooth(out);
    graphics.drawImage(
        buffered(photo),
        AffineTransform.getRotateInstance(
            Math.toRadians(degrees), photo.width() / 2.0, photo.height() / 2.0),
        null);
    return raster(out);
  }

  private static Raster logo(Raster photo, Random random) {
    BufferedImage out = buffered(photo);
    Graphics2D graphics = smooth(out);
    int side = photo.height() / 5;
    int x = random.nextBoolean() ? side / 5 : photo.width() - side - side / 5;
    int y = random.nextBoolean() ? side / 5 : photo.height() - side - side / 5;
    graphics.setColor(new Color(random.nextInt(1 << 24)));
    graphics.fillOval(x, y, side, side);
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke(side / 10f));
    graphics.drawLine(x + side / 4, y + side / 2, x + 3 * side / 4, y + side / 2);
    return raster(out);
  }

  private static Raster text(Raster photo, Random random) {
    BufferedImage out = buffered(photo);
    Graphics2D graphics = smooth(out);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(4, photo.height() / 10)));
    graphics.setColor(Color.WHITE);
    int y = (int) (photo.height() * (0.2 + 0.7 * random.nextDouble()));
    graphics.drawString("example.org 2026", photo.width() / 10, y);
    return raster(out);
  }

  private static Raster border(Raster photo, double share) {
    int width = (int) Math.round(share * Math.min(photo.width(), photo.height()));
    BufferedImage out = blank(photo.width() + 2 * width, photo.height() + 2 * width);
    out.getGraphics().drawImage(buffered(photo), width, width, null);
    return raster(out);
  }

  private static BufferedImage blank(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return graphics;
  }

  private static BufferedImage buffered(Raster photo) {
    BufferedImage image = blank(photo.width(), photo.height());
    byte[] rgb = photo.samples();
    for (int i = 0, at = 0; i < rgb.length; i += 3, at++) {
      int value = (rgb[i] & 255) << 16 | (rgb[i + 1] & 255) << 8 | rgb[i + 2] & 255;
      image.setRGB(at % photo.width(), at / photo.width(), value);
    }
    return image;
  }

  private static Raster raster(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0, at = 0; i < rgb.length; i += 3, at++) {
      int value = image.getRGB(at % image.getWidth(), at / image.getWidth());
      rgb[i] = (byte) (value >> 16);
      rgb[i + 1] = (byte) (value >> 8);
      rgb[i + 2] = (byte) value;
    }
    return new Raster(image.getWidth(), image.getHeight(), 3, rgb);
  }
}
