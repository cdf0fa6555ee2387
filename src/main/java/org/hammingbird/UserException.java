package org.hammingbird;

/**
 * The user's mistake: on the command line, in a setting, or in the data that was named. Its message
 * is one sentence that holds the value and the way out; {@code cli} prints it without a stack trace
 * and ends with exit code 2.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
