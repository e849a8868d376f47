package ryot.lang;

/** Bytes that are not the coding of a message: damaged, cut short, or never written by the tier. */
public final class MalformedPayloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was expected, what was found and where. */
  public MalformedPayloadException(String message) {
    super(message);
  }

  /** The same, found by a library. */
  public MalformedPayloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
