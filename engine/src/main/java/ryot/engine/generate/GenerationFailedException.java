package ryot.engine.generate;

/**
 * Something went wrong on the engine thread while it worked on a request; the cause says what. The
 * engine itself can be used on unless it says that it is closed.
 */
public final class GenerationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GenerationFailedException(Throwable cause) {
    super("the generation failed: " + cause, cause);
  }
}
