package ryot.engine.kernel.vector;

import java.util.Optional;
import ryot.engine.kernel.KernelProvider;
import ryot.engine.kernel.Kernels;

/**
 * Offers the Vector API kernels where the module is present and vectors are at least 256 bits wide.
 */
public final class VectorKernelProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int MIN_BITS = 256;

  /** Found as a service. */
  public VectorKernelProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("start java with --add-modules " + MODULE);
    }
    int bits = Lanes.F.vectorBitSize();
    return bits < MIN_BITS
        ? Optional.of("vectors have %d bits, these kernels need %d".formatted(bits, MIN_BITS))
        : Optional.empty();
  }

  @Override
  public Kernels create() {
    obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalStateException(obstacle);
            });
    return new VectorKernels();
  }
}
