package ryot.lab.measure;

/** A fork that crashed, gave up, or spoke nonsense. */
public final class ForkFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ForkFailedException(String message) {
    super(message);
  }
}
