package ryot.engine.kernel.vector;

/**
 * A layout whose products with few tokens need no unpacking. They take two steps, each of which the
 * compiler can hold.
 */
interface PackedLayout extends WordLayout {

  /** The factors that {@link #multiplyPacked} reads. */
  PackedFactors factors();

  /**
   * Writes the exact products of consecutive records with a token: {@code [blocks, L]} integers,
   * for each block that has a scale.
   *
   * @param record absolute address of the first
   * @param x holds the token
   * @param factors where its {@link #factors} of these records are
   * @param products absolute address
   * @param ahead as for {@link #unpack}
   */
  void multiplyPacked(long record, int records, float[] x, int factors, long products, long ahead);

  /**
   * Adds exact products, times their scales and with their offsets, to {@code out[at ... at + L)},
   * in the order of the columns.
   *
   * @param first where the token's {@link RoundedActivations} of these records are
   */
  void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at);
}
