package ryot.engine.kernel;

import java.util.Optional;

/** An implementation of {@link Kernels} that may or may not run here; found as a service. */
public interface KernelProvider {

  /** Short name, as {@code -Dryot.kernels=} takes it. */
  String name();

  /** Higher is faster; the fastest that is available is chosen. The scalar reference has rank 0. */
  int rank();

  /** Why it cannot run on this machine and JVM; empty if it can. */
  Optional<String> obstacle();

  /**
   * The kernels.
   *
   * @param slower the next ones in rank that run here, for what these leave to others; of the same
   *     arithmetic
   * @param arithmetic what they promise
   * @throws IllegalStateException if there is an {@link #obstacle}
   */
  Kernels create(Kernels slower, Arithmetic arithmetic);

  /** The most that kernels like these could reach here, if there are loops that tell. */
  default Optional<Ceilings> ceilings() {
    return Optional.empty();
  }
}
