package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Weights of four bits in words: four a word, columns {@code 8i + 2e + h} of a row being nibble
 * {@code e} of word {@code h} of its lane in vector {@code i}.
 */
final class PackedWords {

  /** Vectors of four bits of a block. */
  static final int NIBBLE_VECTORS = 4;

  /** What is taken from nibbles by {@link #product}. */
  static final int ZERO = 8;

  /** Nibbles of a word. */
  private static final int NIBBLES = 4;

  /** Pairs of factors of a block. */
  static final int FACTORS = 1 + NIBBLE_VECTORS * NIBBLES;

  private static final long LOW_NIBBLES_OF_EVEN = 0x000F_000F_000F_000FL;

  private static final int HALF_EXPONENT = 0x7c00;

  private PackedWords() {}

  /**
   * Packs the nibbles of consecutive bytes, a column a byte.
   *
   * @param bytes absolute address
   * @param count bytes, a multiple of eight
   * @param shift 0 for low nibbles, 4 for high ones
   * @param to absolute address of the vector of the first columns
   */
  static void packNibbles(long bytes, int count, int shift, long to, int lane) {
    for (int i = 0; i < count / Long.BYTES; i++) {
      long eight = Lanes.longWord(bytes + (long) i * Long.BYTES) >>> shift;
      long vector = to + (long) i * WordLayout.VECTOR;
      Lanes.storeWord(vector, lane, 0, Long.compress(eight, LOW_NIBBLES_OF_EVEN));
      Lanes.storeWord(vector, lane, 1, Long.compress(eight, LOW_NIBBLES_OF_EVEN << Byte.SIZE));
    }
  }

  /** Unpacks block {@code block} from its four vectors at {@code from}. */
  static void unpackNibbles(long from, long unpacked, int block) {
    for (int i = 0; i < NIBBLE_VECTORS; i++) {
      ShortVector four = Lanes.words(from + (long) i * WordLayout.VECTOR);
      for (int e = 0; e < 4; e++) {
        UnpackedWords.store(nibble(four, e), unpacked, block, 4 * i + e);
      }
    }
  }

  /**
   * Makes the {@link PackedFactors} of a block: what the zero of the weights takes away, then those
   * of the nibbles.
   *
   * @param x holds quants, and factors from {@code to} on
   */
  static void factors(float[] x, int quants, int to) {
    int sum = 0;
    for (int i = 0; i < NIBBLE_VECTORS; i++) {
      int previous = 0;
      int first = to + 1 + NIBBLES * i;
      for (int e = 0; e < NIBBLES; e++) {
        int pair = PackedFactors.pair(x, quants + NIBBLES * i + e);
        PackedFactors.store(x, first + e, PackedFactors.plus(pair, previous, -16));
        previous = pair;
        sum += (short) pair + (pair >> Short.SIZE);
      }
      int above = PackedFactors.plus(PackedFactors.pair(x, first), previous << Short.SIZE, -16);
      PackedFactors.store(x, first, above);
    }
    PackedFactors.store(x, to, -ZERO * sum & 0xffff);
  }

  /**
   * A block times a token, for each row: the sum of 32 products of {@code nibble - 8} with a quant,
   * which fits 16 bits.
   *
   * @param from absolute address of the block's vectors
   * @param factors where its {@link PackedFactors#NIBBLES} are in {@code x}
   */
  static IntVector product(long from, float[] x, int factors) {
    ShortVector sum = Lanes.wordPair(x, factors);
    sum = plus(from, x, factors + 1, sum);
    sum = plus(from + WordLayout.VECTOR, x, factors + 1 + NIBBLES, sum);
    sum = plus(from + 2L * WordLayout.VECTOR, x, factors + 1 + 2 * NIBBLES, sum);
    sum = plus(from + 3L * WordLayout.VECTOR, x, factors + 1 + 3 * NIBBLES, sum);
    IntVector both = sum.reinterpretAsInts();
    return both.lanewise(VectorOperators.LSHL, Short.SIZE)
        .add(both)
        .lanewise(VectorOperators.ASHR, Short.SIZE);
  }

  /**
   * {@link PackedLayout#multiplyPacked} of records of one block each, which begin with its vectors.
   */
  static void multiply(
      long record,
      int recordBytes,
      int records,
      float[] x,
      int factors,
      long products,
      long ahead) {
    int touched = 0;
    for (int b = 0; b < records; b++) {
      long from = Lanes.known(record + (long) b * recordBytes);
      touched ^= Lanes.touch(Lanes.known(from + ahead), recordBytes);
      long to = Lanes.known(products + (long) b * WordLayout.VECTOR);
      Lanes.store(product(from, x, factors + b * FACTORS), to);
    }
    Lanes.consume(touched);
  }

  /** Adds a vector's nibbles times their factors. */
  private static ShortVector plus(long from, float[] x, int factors, ShortVector sum) {
    ShortVector total = sum;
    IntVector eight = Lanes.integers(from);
    for (int e = 0; e < NIBBLES; e++) {
      total = total.add(eight.reinterpretAsShorts().mul(Lanes.wordPair(x, factors + e)));
      eight = eight.lanewise(VectorOperators.LSHR, 4);
    }
    return total;
  }

  /** Nibble {@code e} of each word. */
  static ShortVector nibble(ShortVector four, int e) {
    return e == 3
        ? four.lanewise(VectorOperators.LSHR, 12)
        : four.lanewise(VectorOperators.LSHR, 4 * e).and((short) 15);
  }

  /**
   * Packs the half at {@code half} as it is.
   *
   * @return whether it is a finite number, which {@link Lanes#finiteHalves} wants
   */
  static boolean packHalf(long half, long to, int lane) {
    short bits = Lanes.shortWord(half);
    Lanes.storeShort(to + (long) lane * Short.BYTES, bits);
    return (bits & HALF_EXPONENT) != HALF_EXPONENT;
  }

  /** Packs the half at {@code half} as a float. */
  static void packFloat(long half, long to, int lane) {
    Lanes.store(to + (long) lane * Float.BYTES, Lanes.half(half));
  }

  /** Bytes of a half for each row. */
  static int halves() {
    return L * Short.BYTES;
  }
}
