package ryot.engine.kernel;

/** What kernels promise about the last bits of what they compute. */
public enum Arithmetic {
  /** Whatever is fastest here: results of different kernels agree within rounding. */
  FASTEST,
  /**
   * The same bits on every machine, at every level, on any number of threads and in any batch: the
   * arithmetic that {@link ReproducibleKernels} defines. For results that another machine has to
   * compute again.
   */
  REPRODUCIBLE
}
