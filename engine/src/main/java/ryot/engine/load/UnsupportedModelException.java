package ryot.engine.load;

/** A valid file whose model needs something that this engine does not have. Says what. */
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedModelException(String message) {
    super(message);
  }
}
