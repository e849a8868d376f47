package ryot.engine.kernel.vector;

import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * How rows stored in one format are read by vectors: multiplied in registers for a few tokens,
 * decoded for many. Addresses are absolute; a row is a whole number of blocks.
 */
interface RowFormat {

  /** Decodes the row at {@code address} to {@code out[outOffset ... outOffset + columns)}. */
  void decode(long address, int columns, float[] out, int outOffset);

  /**
   * The products of {@code rows} consecutive rows from {@code address} with one row of activations:
   * {@code out[outOffset + r]}.
   *
   * @param x {@code columns} activations at {@code xOffset}
   */
  void multiply(
      long address, int rows, int columns, float[] x, int xOffset, float[] out, int outOffset);

  /** The format's own reader; empty for formats that are decoded by the scalar definition first. */
  static Optional<RowFormat> of(QuantType type) {
    return switch (type) {
      case F32 -> Optional.of(new FloatRows());
      case F16 -> Optional.of(new HalfRows());
      case BF16 -> Optional.of(new BfloatRows());
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> Optional.empty();
      case Q2_K, Q3_K, Q4_K, Q5_K, Q6_K -> Optional.empty();
      case IQ4_NL, IQ4_XS, TQ1_0, TQ2_0, MXFP4 -> Optional.empty();
    };
  }
}
