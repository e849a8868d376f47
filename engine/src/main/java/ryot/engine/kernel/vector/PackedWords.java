package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Weights of four bits in words: four a word, columns {@code 8i + 2e + h} of a row being nibble
 * {@code e} of word {@code h} of its lane in vector {@code i}.
 */
final class PackedWords {

  /** Vectors of four bits of a block. */
  static final int NIBBLE_VECTORS = 4;

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
