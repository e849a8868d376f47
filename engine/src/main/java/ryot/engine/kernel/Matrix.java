package ryot.engine.kernel;

/**
 * A matrix of weights in the order in which one implementation of {@link Kernels} reads it. Made by
 * {@link Kernels#pack} and given back to the same kernels; to all others it is opaque.
 */
public interface Matrix {

  /** Outputs of a product. */
  int rows();

  /** Inputs of a product. */
  int columns();
}
