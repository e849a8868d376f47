package ryot.engine.kernel.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * How a storage format lies in memory for machine kernels, and how they multiply it. Rows are
 * interleaved in groups, one row a lane: a <em>record</em> holds one block of each row of a group,
 * four columns of all rows in each vector. Blocks keep their bits; only their order changes.
 */
interface WeightLayout {

  ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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

  /** Columns of a record: those of the format's own block. */
  int columns();

  /** Bytes of a record. */
  int recordBytes(Level level);

  /** The largest weight as the kernels see it, without sign; bounds sums in 16 bits. */
  int largestWeight();

  /**
   * Writes lane {@code lane} of a record.
   *
   * @param block the row's block in the file
   * @param from where it begins
   * @param record where the record begins in {@code to}
   */
  void pack(MemorySegment block, long from, MemorySegment to, long record, int lane, Level level);

  /** Writes the instructions that multiply one record. */
  void multiply(Product product);

  /**
   * Spreads {@code count} groups of four bytes over as many vectors, one lane of each.
   *
   * @param flip bits to turn over
   */
  static void spread(
      MemorySegment block,
      long from,
      int count,
      MemorySegment to,
      long at,
      int lane,
      Level level,
      int flip) {
    for (int i = 0; i < count; i++) {
      to.set(
          INT,
          at + (long) i * level.bytes() + (long) lane * Integer.BYTES,
          block.get(INT, from + 4L * i) ^ flip);
    }
  }

  /** Writes a half-precision number to its lane. */
  static void half(MemorySegment block, long from, MemorySegment to, long at, int lane) {
    to.set(SHORT, at + (long) lane * Short.BYTES, block.get(SHORT, from));
  }
}
