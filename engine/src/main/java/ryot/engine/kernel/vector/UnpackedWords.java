package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.WordLayout.VECTOR;
import static ryot.engine.kernel.vector.WordLayout.WORDS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;

/**
 * Some blocks of a group of rows, every weight a word: what products read, small enough for the
 * first-level cache. A worker keeps it in native memory of its own, where vectors lie within cache
 * lines (in an array they would not, which takes twice the time), as
 *
 * <pre>
 * words    [blocks][16][L][2]  int16
 * scales   [2 * blocks][L]     float32, what products are multiplied by, for each block or half one
 * offsets  [blocks][L]         float32, what sums of activations are multiplied by
 * </pre>
 */
final class UnpackedWords {

  /** Columns at most: their words take 24 KiB. */
  static final int MAX_COLUMNS = 24 * 1024 / (L * Short.BYTES);

  private static final int MAX_BLOCKS = MAX_COLUMNS / WordLayout.BLOCK;
  private static final int SCALES = MAX_BLOCKS * WORDS * VECTOR;
  private static final int OFFSETS = SCALES + 2 * MAX_BLOCKS * VECTOR;

  /** Bytes of all. */
  static final int BYTES = OFFSETS + MAX_BLOCKS * VECTOR;

  private UnpackedWords() {}

  /** Stores columns {@code 2 * word} and the next of block {@code block}. */
  static void store(ShortVector words, long unpacked, int block, int word) {
    Lanes.store(words, unpacked + block * BLOCK_BYTES + (long) word * VECTOR);
  }

  /** Bytes of a block's words. */
  static final long BLOCK_BYTES = (long) WORDS * VECTOR;

  /** Stores the scale of a block, or of half a block where those have their own. */
  static void storeScale(FloatVector scale, long unpacked, int index) {
    Lanes.store(scale, unpacked + SCALES + (long) index * VECTOR);
  }

  /** The scale that {@link #storeScale} stored. */
  static FloatVector scale(long unpacked, int index) {
    return Lanes.floats(unpacked + SCALES + (long) index * VECTOR);
  }

  /** Stores the offset of a block. */
  static void storeOffset(FloatVector offset, long unpacked, int block) {
    Lanes.store(offset, unpacked + OFFSETS + (long) block * VECTOR);
  }

  /** The offset that {@link #storeOffset} stored. */
  static FloatVector offset(long unpacked, int block) {
    return Lanes.floats(unpacked + OFFSETS + (long) block * VECTOR);
  }
}
