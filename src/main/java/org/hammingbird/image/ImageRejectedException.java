package org.hammingbird.image;

/**
 * An image that cannot be used: a row of {@code rejects}, not a failure of the job. Checked, so
 * that nobody forgets to say what becomes of it.
 */
public final class ImageRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectCause rejectCause;

  public ImageRejectedException(RejectCause rejectCause, String detail) {
    this(rejectCause, detail, null);
  }

  public ImageRejectedException(RejectCause rejectCause, String detail, Throwable cause) {
    super(detail, cause);
    this.rejectCause = rejectCause;
  }

  /** The word for the {@code rejects} table. ({@link #getCause()} is the decoder's exception.) */
  public RejectCause rejectCause() {
    return rejectCause;
  }

  /** One sentence with the values, for the {@code rejects} table. */
  public String detail() {
    return getMessage();
  }
}
