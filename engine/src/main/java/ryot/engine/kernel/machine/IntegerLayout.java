package ryot.engine.kernel.machine;

/**
 * Small integers with scales, multiplied as integers. A group has one row a lane: a record holds
 * one block of each row, four columns of all rows in each vector.
 */
sealed interface IntegerLayout extends WeightLayout
    permits Q4_0Layout,
        Q4_1Layout,
        Q5_0Layout,
        Q5_1Layout,
        Q8_0Layout,
        Q2_KLayout,
        Q3_KLayout,
        Q4_KLayout,
        Q5_KLayout,
        Q6_KLayout,
        IQ4_NLLayout,
        IQ4_XSLayout {

  /** Those of the format's own block. */
  @Override
  default int columns() {
    return type().blockSize();
  }

  @Override
  default int groupRows(Level level) {
    return level.lanes();
  }

  /** There is but one vector of rows. */
  @Override
  default int vectorBytes(Level level) {
    return 0;
  }

  @Override
  default int rowBytes() {
    return type().blockBytes();
  }

  @Override
  default int tileTokens(Level level) {
    return level.tileTokens();
  }

  @Override
  default byte[] assemble(Level level, int tokens) {
    return Product.assemble(this, level, tokens);
  }

  /** The largest weight as the kernels see it, without sign; bounds sums in 16 bits. */
  int largestWeight();

  /** Bits of a weight that lie together, apart from higher ones. */
  default int lowBits() {
    return 4;
  }

  /** Whether those bits choose a level of {@link ryot.engine.kernel.format.Iq4Codebook}. */
  default boolean choosesLevels() {
    return false;
  }

  /** Writes the instructions that multiply one record. */
  void multiply(Product product);
}
