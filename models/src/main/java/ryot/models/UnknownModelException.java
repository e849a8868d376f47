package ryot.models;

/**
 * A name that is neither a file nor a model of the catalogue: names close ones and says how to get
 * one.
 */
public final class UnknownModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownModelException(String message) {
    super(message);
  }
}
