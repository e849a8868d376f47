package ryot.lab.measure;

import java.lang.management.ManagementFactory;
import ryot.lab.workload.Aside;

/**
 * Bytes that the measurement itself allocates between iterations, for prompts and messages, so that
 * they are not taken for the engine's. One thread.
 */
final class OwnAllocation implements Aside {

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long bytes;
  private long mark;

  @Override
  public void begin() {
    mark = threads.getCurrentThreadAllocatedBytes();
  }

  @Override
  public void end() {
    bytes += threads.getCurrentThreadAllocatedBytes() - mark;
  }

  /** All so far. */
  long bytes() {
    return bytes;
  }
}
