package ryot.engine.kernel.machine;

import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * How a storage format lies in memory for machine kernels, and how they multiply it. Rows are
 * interleaved in groups, one row a lane: a <em>record</em> holds one block of each row of a group,
 * four columns of all rows in each vector. Blocks keep their bits; only their order changes.
 */
interface WeightLayout {

  /** The layout of a type; empty for those that machine kernels leave to others. */
  static Optional<WeightLayout> of(QuantType type) {
    return switch (type) {
      case Q4_0 -> Optional.of(new Q4_0Layout());
      case Q4_1 -> Optional.of(new Q4_1Layout());
      case Q8_0 -> Optional.of(new Q8_0Layout());
      case Q4_K -> Optional.of(new Q4_KLayout());
      case Q5_K -> Optional.of(new Q5_KLayout());
      case Q6_K -> Optional.of(new Q6_KLayout());
      case F32, F16, BF16, Q5_0, Q5_1, Q2_K, Q3_K, IQ4_NL, IQ4_XS, TQ1_0, TQ2_0, MXFP4 ->
          Optional.empty();
    };
  }

  /** The storage format. */
  QuantType type();

  /** Columns of a record: those of the format's own block. */
  default int columns() {
    return type().blockSize();
  }

  /** Bytes of a record. */
  int recordBytes(Level level);

  /** The largest weight as the kernels see it, without sign; bounds sums in 16 bits. */
  int largestWeight();

  /** Writes the instructions that make a record of one block of each row. */
  void pack(Interleave rows);

  /** Writes the instructions that multiply one record. */
  void multiply(Product product);
}
