package org.hammingbird.training.layer;

import java.util.Locale;

/** How a {@link LayerStack} holds the values between its layers. Parameters are always float32. */
public enum Precision {
  /** {@link #BFLOAT16} where the processor multiplies it in hardware, else {@link #FLOAT32}. */
  AUTO,
  /** 32 bits. */
  FLOAT32,
  /**
   * 16 bits with float32's range and 8 bits of mantissa; sums and parameters' gradients are
   * float32. Where the processor has no such instructions float32 is taken.
   */
  BFLOAT16;

  /** The name in settings. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What this process computes with: {@link #FLOAT32} or {@link #BFLOAT16}. */
  public Precision here() {
    return this != FLOAT32 && OneDnn.available() && OneDnn.multipliesBfloat16()
        ? BFLOAT16
        : FLOAT32;
  }
}
