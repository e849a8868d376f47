package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.WordLayout.VECTOR;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A block of five bits a weight, with {@code n} rows, as a record of Q5_0 or Q5_1 begins:
 *
 * <pre>
 * high     [n][2]     bit j of word h: the fifth of column 2j + h
 * nibbles  [4][n][2]  words of four columns, see {@link PackedWords}
 * </pre>
 */
final class FiveBitWords {
  private static final long NIBBLES = VECTOR;

  /** Bytes of all of it. */
  static final int BYTES = (1 + PackedWords.NIBBLE_VECTORS) * VECTOR;

  private static final int BITS_OF_EVEN = 0x5555_5555;

  private FiveBitWords() {}

  /**
   * Packs a block of the file.
   *
   * @param bits absolute address of its fifth bits, column by column; nibbles follow them
   * @param to absolute address
   */
  static void pack(long bits, long to, int lane) {
    int all = Lanes.word(bits);
    Lanes.storeWord(to, lane, 0, Integer.compress(all, BITS_OF_EVEN));
    Lanes.storeWord(to, lane, 1, Integer.compress(all, BITS_OF_EVEN << 1));
    Q4_0Words.packHalves(bits + Integer.BYTES, to + NIBBLES, lane);
  }

  /** Unpacks block {@code block} from {@code from} on, each weight less {@code zero}. */
  static void unpack(long from, int zero, long unpacked, int block) {
    unpack(from + NIBBLES, Lanes.words(from), zero, unpacked, block);
  }

  /** The same where nibbles and fifth bits lie apart. */
  static void unpack(long nibbles, ShortVector high, int zero, long unpacked, int block) {
    for (int i = 0; i < PackedWords.NIBBLE_VECTORS; i++) {
      ShortVector four = Lanes.words(nibbles + (long) i * VECTOR);
      ShortVector bits = high.lanewise(VectorOperators.LSHR, 4 * i);
      for (int e = 0; e < 4; e++) {
        ShortVector fifth = bits.lanewise(VectorOperators.LSHL, 4 - e).and((short) 16);
        ShortVector weights = PackedWords.nibble(four, e).or(fifth).sub((short) zero);
        UnpackedWords.store(weights, unpacked, block, 4 * i + e);
      }
    }
  }
}
