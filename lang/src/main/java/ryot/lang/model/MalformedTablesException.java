package ryot.lang.model;

/** A file that should hold token tables does not. The message says what is wrong, and where. */
public final class MalformedTablesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedTablesException(String message) {
    super(message);
  }

  MalformedTablesException(String message, Throwable cause) {
    super(message, cause);
  }
}
