package ryot.engine.kernel.vector;

import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ReproducibleContract;
import ryot.engine.kernel.ReproducibleKernels;

/** Runs at each width of vectors, as {@link VectorKernelsTest} does. */
class ReproducibleVectorKernelsTest extends ReproducibleContract {

  private final Kernels kernels = new ReproducibleVectorKernels(new ReproducibleKernels());

  @Override
  protected Kernels kernels() {
    return kernels;
  }
}
