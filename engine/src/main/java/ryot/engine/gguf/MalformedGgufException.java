package ryot.engine.gguf;

/**
 * A file that is not valid GGUF, or that lacks what was required of it. The message says which
 * file, at which byte, what was expected and what was found.
 */
public final class MalformedGgufException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Reports what is wrong with {@code file} as a whole. */
  public MalformedGgufException(String file, String problem) {
    super(file + ": " + problem);
  }

  /** Reports what is wrong with {@code file} at {@code position}, counted in bytes from 0. */
  MalformedGgufException(String file, long position, String problem) {
    super(file + " at byte " + position + ": " + problem);
  }
}
