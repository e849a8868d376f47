package ryot.vault.seal;

/**
 * Bytes are not what was sealed under this key, counter and associated data. Why is not told, since
 * it is not known: another key, a flipped bit and a swapped frame look alike.
 */
public final class UnauthenticException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnauthenticException(String message) {
    super(message);
  }

  public UnauthenticException(String message, Throwable cause) {
    super(message, cause);
  }
}
