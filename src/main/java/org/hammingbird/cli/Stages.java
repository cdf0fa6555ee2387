package org.hammingbird.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The stages there are, in the order in which {@code run} runs them. */
final class Stages {
  /** Those of {@code run}. */
  static final List<StageEntry> PIPELINE = Collections.unmodifiableList(Arrays.asList());

  private Stages() {}
}
