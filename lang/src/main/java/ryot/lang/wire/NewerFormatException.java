package ryot.lang.wire;

/** A frame that only a newer release can read. */
public final class NewerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the frame uses and this release does not know. */
  public NewerFormatException(String what) {
    super(what + "; it was written by a newer release of Ryot, which can read it");
  }
}
