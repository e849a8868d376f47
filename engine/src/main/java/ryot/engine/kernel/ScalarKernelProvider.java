package ryot.engine.kernel;

import java.util.Optional;

/** The reference, which runs everywhere. */
final class ScalarKernelProvider implements KernelProvider {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Kernels create(Kernels slower, Arithmetic arithmetic) {
    return switch (arithmetic) {
      case FASTEST -> new ScalarKernels();
      case REPRODUCIBLE -> new ReproducibleKernels();
    };
  }
}
