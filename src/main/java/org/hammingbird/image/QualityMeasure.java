package org.hammingbird.image;

/** What {@link Quality} measures, in the order of the columns of the table {@code hashes}. */
public enum QualityMeasure {
  /**
   * Variance of the Laplacian (J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield
   * microscopy", ICPR 2000): of {@code 4 p - left - right - up - down} over the pixels of the copy
   * that have all four neighbours. Squared luma levels, 0 (flat, or a side below 3 pixels) to
   * 1,040,400.
   */
  SHARPNESS("sharpness"),

  /** Mean luma of the copy: 0 (black) to 255 (white). */
  BRIGHTNESS("brightness"),

  /**
   * Standard deviation of the copy's luma (RMS contrast): 0 (flat) to 127.5 (half black, half
   * white).
   */
  CONTRAST("contrast"),

  /**
   * How dark the darkest spots are: what a thousandth of the pixels stays below by the largest of
   * red, green and blue, 0 to 255. Near 0 in most photographs; a veil of light raises it.
   */
  SHADOWS("shadows"),

  /**
   * How light the lightest spots are: what a thousandth of the pixels exceeds by the largest of
   * red, green and blue, 0 to 255. Near 255 in most photographs; want of light lowers it.
   */
  HIGHLIGHTS("highlights"),

  /**
   * Shannon entropy of the histogram of the copy's luma: 0 (one level) to 8 bits (all 256 alike).
   */
  ENTROPY("entropy"),

  /**
   * Standard deviation of the noise in luma levels of the copy, 0 and more (J. Immerkaer, "Fast
   * Noise Variance Estimation", Computer Vision and Image Understanding 64, 1996), in the flattest
   * tenth of its tiles, so that texture counts little.
   */
  NOISE("noise"),

  /**
   * Colour: mean difference between the largest and the smallest of red, green and blue, 0 (grey)
   * to 255.
   */
  SATURATION("saturation"),

  /**
   * Luma differences across the borders of JPEG's 8 x 8 blocks, relative to those inside the blocks
   * (as Z. Wang et al., "No-reference perceptual quality assessment of JPEG compressed images",
   * ICIP 2002): about 1 without visible blocks, above 1 with them; 1 where a side is below 16
   * pixels. At full size, whatever format the file has.
   */
  BLOCKINESS("blockiness"),

  /**
   * The quality on libjpeg's scale, 1 to 100, at which the pixels were last stored as JPEG, as they
   * themselves betray it; 100 where they show no trace, or a side is below 16 pixels. It tells
   * JPEGs that were saved again in another format. (After Z. Fan and R. L. de Queiroz,
   * "Identification of bitmap compression history", IEEE Transactions on Image Processing 12,
   * 2003.)
   */
  JPEG_TRACE("jpeg_trace"),

  /**
   * The quality on libjpeg's scale, 1 to 100, whose luma quantisation table is nearest to that of
   * the file; none for other formats than JPEG.
   */
  JPEG_QUALITY("jpeg_quality");

  private final String column;

  QualityMeasure(String column) {
    this.column = column;
  }

  /** As tables, settings and reports name it. */
  public String column() {
    return column;
  }
}
