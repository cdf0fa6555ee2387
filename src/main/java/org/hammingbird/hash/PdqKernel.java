package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** {@link Pdq} as one of the algorithms. */
final class PdqKernel extends HashKernel {

  PdqKernel() {
    super(Pdq.BITS);
  }

  @Override
  long[] hash(Raster raster) {
    return Pdq.of(raster).words();
  }
}
