package org.hammingbird.spark.stage;

import org.hammingbird.label.LabeledImage;

/** A good row of a label file and the line on which it ends. */
final class LabelRow {
  private final LabeledImage image;
  private final long line;

  LabelRow(LabeledImage image, long line) {
    this.image = image;
    this.line = line;
  }

  LabeledImage image() {
    return image;
  }

  long line() {
    return line;
  }
}
