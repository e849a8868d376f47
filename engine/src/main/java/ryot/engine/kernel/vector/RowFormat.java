package ryot.engine.kernel.vector;

import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * How rows stored in one format are read by vectors: multiplied in registers for a few tokens,
 * decoded for many. Addresses are absolute; a row is a whole number of blocks.
 */
interface RowFormat {

  /** The storage format. */
  QuantType type();

  /** Decodes the row at {@code address} to {@code out[outOffset ... outOffset + columns)}. */
  void decode(long address, int columns, float[] out, int outOffset);

  /**
   * The products of {@code rows} consecutive rows from {@code address} with one row of activations:
   * {@code out[outOffset + r]}.
   *
   * @param x {@code columns} activations at {@code xOffset}
   * @param sums the sum of each {@link #SUM_BLOCK} activations, at {@code sumsOffset}: what an
   *     offset common to a block of weights is multiplied by
   */
  void multiply(
      long address,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      float[] sums,
      int sumsOffset,
      float[] out,
      int outOffset);

  /** Activations per entry of the sums. */
  int SUM_BLOCK = 32;

  /** The format's own reader; empty for formats that are decoded by the scalar definition first. */
  static Optional<RowFormat> of(QuantType type) {
    return switch (type) {
      case F32 -> Optional.of(new FloatRows());
      case F16 -> Optional.of(new HalfRows());
      case BF16 -> Optional.of(new BfloatRows());
      case Q4_0 -> Optional.of(new Q4_0Rows());
      case Q4_1 -> Optional.of(new Q4_1Rows());
      case Q8_0 -> Optional.of(new Q8_0Rows());
      case Q4_K -> Optional.of(new Q4_KRows());
      case Q5_K -> Optional.of(new Q5_KRows());
      case Q6_K -> Optional.of(new Q6_KRows());
      case Q5_0, Q5_1, Q2_K, Q3_K, IQ4_NL, IQ4_XS, TQ1_0, TQ2_0, MXFP4 -> Optional.empty();
    };
  }
}
