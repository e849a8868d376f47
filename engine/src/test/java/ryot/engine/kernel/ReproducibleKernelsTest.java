package ryot.engine.kernel;

/** The definition itself, beside the arithmetic that it rounds. */
class ReproducibleKernelsTest extends ReproducibleContract {

  private final Kernels kernels = new ReproducibleKernels();

  @Override
  protected Kernels kernels() {
    return kernels;
  }
}
