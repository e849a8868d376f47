package ryot.engine.kernel.machine;

/** No executable memory is to be had here; the message says why. Other kernels have to serve. */
final class ExecutableMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExecutableMemoryException(String reason) {
    super(reason);
  }

  ExecutableMemoryException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
