package ryot.lang.wire;

/** Bytes that are no frame: damaged, cut short, or something else altogether. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was expected, what was found and where. */
  public MalformedFrameException(String message) {
    super(message);
  }

  /** The same, found by a tier. */
  public MalformedFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
