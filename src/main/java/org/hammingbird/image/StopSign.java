package org.hammingbird.image;

import java.io.InterruptedIOException;

/** Tells a decoder in another thread that nobody waits for its image any longer. */
final class StopSign {
  private volatile boolean raised;

  void raise() {
    raised = true;
  }

  /** Whoever reads a file calls this now and then. */
  void check() throws InterruptedIOException {
    if (raised) {
      throw new InterruptedIOException("the image has been given up");
    }
  }
}
