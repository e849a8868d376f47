package ryot.lab.measure;

import java.lang.management.ManagementFactory;

/**
 * Bytes that the measurement itself allocates between iterations, for prompts and messages, so that
 * they are not taken for the engine's. One thread.
 */
final class OwnAllocation {

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long bytes;
  private long mark;

  /** Work of the measurement's own begins on this thread. */
  void begin() {
    mark = threads.getCurrentThreadAllocatedBytes();
  }

  /** It has ended. */
  void end() {
    bytes += threads.getCurrentThreadAllocatedBytes() - mark;
  }

  /** All so far. */
  long bytes() {
    return bytes;
  }
}
