package org.hammingbird.cli;

/** What the process answers its caller with. */
final class ExitCode {
  /** Everything that was asked for is there. */
  static final int OK = 0;

  /** A bug, a failed run, or a stage that failed its own check. */
  static final int FAILED = 1;

  /** The user's mistake: command line, settings or data. */
  static final int USAGE = 2;

  private ExitCode() {}
}
