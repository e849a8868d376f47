package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * How a storage format lies in memory for products of 16-bit words, which is the narrowest
 * multiplication that the Vector API has. Rows are interleaved in groups of {@link Lanes#L}, a lane
 * of 32 bits each: a <em>record</em> holds one block of each row of a group. A lane holds two
 * columns of its row, {@code 2j} and {@code 2j + 1}, as two words; a <em>word vector</em> so has
 * two columns of all rows. What is narrower than a word waits in its lane until {@link #unpack}
 * shifts it out. Blocks keep their bits; only their order changes.
 */
interface WordLayout {

  /** Columns that share a rounded activation's scale. */
  int BLOCK = 32;

  /** Word vectors of a block. */
  int WORDS = BLOCK / 2;

  /** Bytes of a vector. */
  int VECTOR = L * Integer.BYTES;

  /** The layout of a type; empty for those that are multiplied as float32. */
  static Optional<WordLayout> of(QuantType type) {
    return switch (type) {
      case Q4_0 -> Optional.of(new Q4_0Words());
      case Q4_1 -> Optional.of(new Q4_1Words());
      case Q5_0 -> Optional.of(new Q5_0Words());
      case Q5_1 -> Optional.of(new Q5_1Words());
      case Q8_0 -> Optional.of(new Q8_0Words());
      case Q4_K -> Optional.of(new Q4_KWords());
      case Q5_K -> Optional.of(new Q5_KWords());
      case Q6_K -> Optional.of(new Q6_KWords());
      case F32, F16, BF16, Q2_K, Q3_K, IQ4_NL, IQ4_XS, TQ1_0, TQ2_0, MXFP4 -> Optional.empty();
    };
  }

  /** The storage format. */
  QuantType type();

  /** Bytes of a record. */
  int recordBytes();

  /**
   * Whether products with many tokens are those of {@link TileProduct}. Where few products can be
   * added in 16 bits that is faster. It takes blocks with a scale alone.
   */
  default boolean prefersTiles() {
    return false;
  }

  /**
   * Brings one row's block into its lane.
   *
   * @param block absolute address in the file
   * @param record absolute address
   * @param lane the row within its group
   * @return whether this layout has room for it: it has none for scales that are no finite numbers
   */
  boolean pack(long block, long record, int lane);

  /**
   * Writes consecutive records as {@link UnpackedWords}.
   *
   * @param record absolute address of the first
   * @param unpacked absolute address
   * @param ahead bytes from there to what is unpacked next, which is touched meanwhile; 0 if
   *     nothing
   */
  void unpack(long record, int records, long unpacked, long ahead);

  /**
   * Adds the products of unpacked blocks with one token to {@code out[at ... at + L)}, in the order
   * of the columns.
   *
   * @param unpacked absolute address
   * @param x holds the token
   * @param first where the first of these blocks is, {@link RoundedActivations}
   */
  void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at);
}
