package ryot.engine.kernel.machine;

import java.util.Optional;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * How a storage format lies in memory for machine kernels, and how they multiply it. Rows are
 * interleaved in groups: a <em>record</em> holds the same columns of each row of a group. Weights
 * keep their bits; only their order changes.
 */
sealed interface WeightLayout permits IntegerLayout, FloatLayout {

  /** The layout of a matrix; empty for those that machine kernels leave to others. */
  static Optional<WeightLayout> of(Tensor weights) {
    Optional<WeightLayout> layout =
        switch (weights.type()) {
          case Q4_0 -> Optional.of(new Q4_0Layout());
          case Q4_1 -> Optional.of(new Q4_1Layout());
          case Q5_0 -> Optional.of(new Q5_0Layout());
          case Q5_1 -> Optional.of(new Q5_1Layout());
          case Q8_0 -> Optional.of(new Q8_0Layout());
          case Q2_K -> Optional.of(new Q2_KLayout());
          case Q3_K -> Optional.of(new Q3_KLayout());
          case Q4_K -> Optional.of(new Q4_KLayout());
          case Q5_K -> Optional.of(new Q5_KLayout());
          case Q6_K -> Optional.of(new Q6_KLayout());
          case IQ4_NL -> Optional.of(new IQ4_NLLayout());
          case IQ4_XS -> Optional.of(new IQ4_XSLayout());
          case F32 -> Optional.of(FloatLayout.F32);
          case F16 -> Optional.of(FloatLayout.F16);
          case BF16 -> Optional.of(FloatLayout.BF16);
          case TQ1_0, TQ2_0, MXFP4 -> Optional.empty();
        };
    return layout.filter(found -> weights.columns() % found.columns() == 0);
  }

  /** The storage format. */
  QuantType type();

  /** Columns of a record. */
  int columns();

  /** Rows of a group, a multiple of the level's lanes. */
  int groupRows(Level level);

  /** Bytes of a record. */
  int recordBytes(Level level);

  /** Bytes of a record between the beginnings of two vectors of rows. */
  int vectorBytes(Level level);

  /** Bytes of a row that one record takes. */
  int rowBytes();

  /** Writes the instructions that bring one vector of rows into a record. */
  void pack(Interleave rows);

  /** Tokens of a full tile of activations. */
  int tileTokens(Level level);

  /** The code of a product with tiles of {@code tokens}. */
  byte[] assemble(Level level, int tokens);
}
