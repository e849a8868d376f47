package ryot.lab.workload;

import java.util.function.LongSupplier;
import ryot.lab.results.Subject;

/** Something with a workload of its own: an engine, a codec, a store. */
public interface Measurable extends AutoCloseable {

  /** What it is, for the report. */
  Subject description();

  /**
   * Its workload.
   *
   * @param seed of the inputs
   * @param clockNanos a monotonic clock
   * @param aside set around the making of inputs
   */
  Workload workload(long seed, LongSupplier clockNanos, Aside aside);

  @Override
  void close();
}
