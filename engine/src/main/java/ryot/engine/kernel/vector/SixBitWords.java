package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.WordLayout.VECTOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sixteen columns of six bits in three words for each of the two columns of a lane. With {@code
 * q_j} for column {@code 2j + h}, word {@code h} of a lane holds in vector
 *
 * <pre>
 *     bits 0 to 5  6 to 11  12 to 15
 * 0   q_0          q_1      the low four bits of q_6
 * 1   q_2          q_3      the high two of q_6, then the low two of q_7
 * 2   q_4          q_5      the high four of q_7
 * </pre>
 */
final class SixBitWords {

  /** Columns. */
  static final int COLUMNS = 16;

  private static final int VECTORS = 3;

  /** Fields of a word, at multiples of six bits. */
  private static final int FIELDS = 3;

  /** Bytes that they take. */
  static final int BYTES = VECTORS * VECTOR;

  /** Pairs of factors: the zero's, those of the fields, and that of bits 14 and 15. */
  static final int FACTORS = 1 + VECTORS * FIELDS + 1;

  /** What a weight of 0 is stored as. */
  private static final int ZERO = 32;

  private SixBitWords() {}

  /**
   * Packs sixteen columns of one row.
   *
   * @param low columns 0 to 7, a byte each, the first the lowest
   * @param high columns 8 to 15
   */
  static void pack(long low, long high, long to, int lane) {
    for (int h = 0; h < 2; h++) {
      long a = low >>> (h * Byte.SIZE); // columns 2j + h in bytes 2j
      long b = high >>> (h * Byte.SIZE);
      long sixth = field(b, 2);
      long seventh = field(b, 3);
      long first = field(a, 0) | field(a, 1) << 6 | (sixth & 15) << 12;
      long second = field(a, 2) | field(a, 3) << 6 | (sixth >> 4) << 12 | (seventh & 3) << 14;
      long third = field(b, 0) | field(b, 1) << 6 | (seventh >> 2) << 12;
      Lanes.storeWord(to, lane, h, first);
      Lanes.storeWord(to + VECTOR, lane, h, second);
      Lanes.storeWord(to + 2L * VECTOR, lane, h, third);
    }
  }

  private static long field(long bytes, int j) {
    return (bytes >>> (2 * Byte.SIZE * j)) & 63;
  }

  /** Unpacks half a block, less the zero: eight word vectors from {@code word} on. */
  static void unpack(long from, long unpacked, int block, int word) {
    ShortVector first = Lanes.words(from);
    ShortVector second = Lanes.words(from + VECTOR);
    ShortVector third = Lanes.words(from + 2L * VECTOR);
    store(first, unpacked, block, word);
    store(right(first, 6), unpacked, block, word + 1);
    store(second, unpacked, block, word + 2);
    store(right(second, 6), unpacked, block, word + 3);
    store(third, unpacked, block, word + 4);
    store(right(third, 6), unpacked, block, word + 5);
    store(right(first, 12).or(right(second, 8).and((short) 48)), unpacked, block, word + 6);
    store(right(second, 14).or(right(third, 10).and((short) 60)), unpacked, block, word + 7);
  }

  private static void store(ShortVector low, long unpacked, int block, int word) {
    UnpackedWords.store(low.and((short) 63).sub((short) ZERO), unpacked, block, word);
  }

  private static ShortVector right(ShortVector words, int bits) {
    return words.lanewise(VectorOperators.LSHR, bits);
  }

  /**
   * Makes the {@link PackedFactors} of sixteen columns in the order in which {@link #product} reads
   * them. They follow from the fields; a column in two places has a factor in both.
   *
   * @param x holds quants, and factors from {@code to} on
   */
  static void factors(float[] x, int quants, int to) {
    int x0 = PackedFactors.pair(x, quants);
    int x1 = PackedFactors.pair(x, quants + 1);
    int x2 = PackedFactors.pair(x, quants + 2);
    int x3 = PackedFactors.pair(x, quants + 3);
    int x4 = PackedFactors.pair(x, quants + 4);
    int x5 = PackedFactors.pair(x, quants + 5);
    int x6 = PackedFactors.pair(x, quants + 6);
    int x7 = PackedFactors.pair(x, quants + 7);
    int sum =
        PackedFactors.plus(
            PackedFactors.plus(PackedFactors.plus(x0, x1, 1), PackedFactors.plus(x2, x3, 1), 1),
            PackedFactors.plus(PackedFactors.plus(x4, x5, 1), PackedFactors.plus(x6, x7, 1), 1),
            1);
    PackedFactors.store(x, to, PackedFactors.plus(0, sum, -ZERO));
    PackedFactors.store(x, to + 1, x0);
    PackedFactors.store(x, to + 2, PackedFactors.plus(x1, x0, -64));
    PackedFactors.store(x, to + 3, PackedFactors.plus(x6, x1, -64));
    PackedFactors.store(x, to + 4, x2);
    PackedFactors.store(x, to + 5, PackedFactors.plus(x3, x2, -64));
    PackedFactors.store(x, to + 6, PackedFactors.plus(PackedFactors.plus(0, x6, 16), x3, -64));
    PackedFactors.store(x, to + 7, x4);
    PackedFactors.store(x, to + 8, PackedFactors.plus(x5, x4, -64));
    PackedFactors.store(x, to + 9, PackedFactors.plus(PackedFactors.plus(0, x7, 4), x5, -64));
    PackedFactors.store(x, to + 10, PackedFactors.plus(x7, x6, -64));
  }

  /**
   * Sixteen columns times a token, for each row: the sum of two words of 8 products of at most 32 *
   * 127.
   *
   * @param words absolute address
   * @param factors where their factors are in {@code x}
   */
  static IntVector product(long words, float[] x, int factors) {
    ShortVector sum = Lanes.wordPair(x, factors);
    for (int v = 0; v < VECTORS; v++) {
      ShortVector fields = Lanes.words(words + (long) v * VECTOR);
      for (int e = 0; e < FIELDS; e++) {
        sum = sum.add(fields.mul(Lanes.wordPair(x, factors + 1 + FIELDS * v + e)));
        fields = right(fields, 6);
      }
    }
    ShortVector last = right(Lanes.words(words + VECTOR), 14);
    sum = sum.add(last.mul(Lanes.wordPair(x, factors + FACTORS - 1)));
    return WordProduct.pairs(sum);
  }
}
