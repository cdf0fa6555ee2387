package org.hammingbird.demo;

import java.util.function.Consumer;

/** The classes of the sample collection: what is drawn, how it is posed, and where it is found. */
enum Subject {
  BALLOON(
      Things::balloon,
      false,
      0.12,
      Backdrop.HEAVEN,
      Backdrop.HEAVEN,
      Backdrop.MEADOW,
      Backdrop.SEA,
      Backdrop.DESERT),
  BIRD(
      Animals::bird,
      false,
      0.25,
      Backdrop.WOODS,
      Backdrop.WOODS,
      Backdrop.HEAVEN,
      Backdrop.MEADOW,
      Backdrop.SNOW),
  BOAT(
      Things::boat,
      true,
      0.12,
      Backdrop.SEA,
      Backdrop.SEA,
      Backdrop.SEA,
      Backdrop.SEA,
      Backdrop.ROOM),
  BUTTERFLY(
      Animals::butterfly,
      false,
      0.7,
      Backdrop.MEADOW,
      Backdrop.WOODS,
      Backdrop.WOODS,
      Backdrop.HEAVEN,
      Backdrop.ROOM),
  CACTUS(
      Plants::cactus, true, 0.05, Backdrop.DESERT, Backdrop.DESERT, Backdrop.DESERT, Backdrop.ROOM),
  CAR(
      Things::car,
      true,
      0.06,
      Backdrop.STREET,
      Backdrop.STREET,
      Backdrop.STREET,
      Backdrop.DESERT,
      Backdrop.SNOW),
  FISH(
      Animals::fish,
      false,
      0.35,
      Backdrop.UNDERWATER,
      Backdrop.UNDERWATER,
      Backdrop.UNDERWATER,
      Backdrop.UNDERWATER,
      Backdrop.ROOM),
  FLOWER(Plants::flower, true, 0.12, Backdrop.ROOM, Backdrop.ROOM, Backdrop.MEADOW, Backdrop.WOODS),
  HOUSE(Things::house, true, 0.03, Backdrop.MEADOW, Backdrop.SNOW, Backdrop.STREET),
  KITE(
      Things::kite,
      false,
      0.6,
      Backdrop.HEAVEN,
      Backdrop.HEAVEN,
      Backdrop.HEAVEN,
      Backdrop.MEADOW,
      Backdrop.SEA,
      Backdrop.STREET),
  MUSHROOM(
      Plants::mushroom, true, 0.12, Backdrop.WOODS, Backdrop.WOODS, Backdrop.MEADOW, Backdrop.ROOM),
  TREE(Plants::tree, true, 0.04, Backdrop.MEADOW, Backdrop.MEADOW, Backdrop.SNOW, Backdrop.DESERT);

  private final Consumer<Brush> drawing;
  private final boolean standing;
  private final double tilt;
  private final Backdrop[] backdrops;

  Subject(Consumer<Brush> drawing, boolean standing, double tilt, Backdrop... backdrops) {
    this.drawing = drawing;
    this.standing = standing;
    this.tilt = tilt;
    this.backdrops = backdrops;
  }

  /** The class's name in the labels. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Draws it in the box from -0.5 to 0.5 around the origin. */
  void draw(Brush brush) {
    drawing.accept(brush);
  }

  /** Whether its foot is on the ground (or the water); else it hangs, swims or flies. */
  boolean standing() {
    return standing;
  }

  /** The largest turn that its pose allows, in radians to either side. */
  double tilt() {
    return tilt;
  }

  Backdrop backdrop(Brush brush) {
    return brush.any(backdrops);
  }
}
