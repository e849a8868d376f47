package ryot.lang.model;

/**
 * How the rank of a token in its context's list is coded: as a symbol and, beyond the first ranks,
 * bits that say which of the ranks that share the symbol it is. Symbol 0 is "not in the list".
 *
 * <pre>
 * ranks    0 … 15      16 … 23     24 … 39     40 … 71     72 … 135     136 … 263
 * symbols  one each    4 of two    4 of four   4 of 8      4 of 16      4 of 32
 * </pre>
 */
final class Ranks {

  /** Symbols, the escape among them. */
  static final int SYMBOLS = 37;

  /** Ranks that symbols can name. */
  static final int COUNT = 264;

  /** log2 of the total of a distribution of symbols. */
  static final int SCALE_BITS = 10;

  private static final int ALONE = 16;
  private static final int OF_A_WIDTH = 4;
  private static final int BITS_SHIFT = 8;
  private static final int VALUE_SHIFT = 16;

  /** Per symbol: its first rank. The arrays are longer, so that any byte's six bits are inside. */
  private static final int[] FIRSTS = new int[64];

  /** Per symbol: bits that follow it. */
  private static final byte[] BITS = new byte[64];

  /** Per rank and 1, or 0 for none: {@code value << 16 | bits << 8 | symbol}. */
  private static final int[] CODES = new int[1 + COUNT];

  static {
    int rank = 0;
    for (int symbol = 1; symbol < SYMBOLS; symbol++) {
      int bits = symbol <= ALONE ? 0 : 1 + (symbol - ALONE - 1) / OF_A_WIDTH;
      FIRSTS[symbol] = rank;
      BITS[symbol] = (byte) bits;
      for (int value = 0; value < 1 << bits; value++) {
        CODES[++rank] = value << VALUE_SHIFT | bits << BITS_SHIFT | symbol;
      }
    }
  }

  private Ranks() {}

  /** How a rank is coded, or with -1 that there is none: what {@link #symbol} and others take. */
  static int code(int rank) {
    return CODES[rank + 1];
  }

  /** The symbol of a code. */
  static int symbol(int code) {
    return code & 0xFF;
  }

  /** The value that follows the symbol of a code. */
  static int value(int code) {
    return code >>> VALUE_SHIFT;
  }

  /** The bits of that value. */
  static int valueBits(int code) {
    return code >>> BITS_SHIFT & 0xFF;
  }

  /** The first rank of a symbol. */
  static int first(int symbol) {
    return FIRSTS[symbol];
  }

  /** Bits that follow a symbol. */
  static int bits(int symbol) {
    return BITS[symbol];
  }
}
