package ryot.engine.kernel.machine;

/**
 * How activations lie in memory for products: rounded to eight bits, in tiles of up to {@link
 * #TOKENS} tokens, with what the products of a block need beside it. A tile of {@code n} tokens is,
 * for each block of 32 columns,
 *
 * <pre>
 * quants   [n][32]  int8     x = scale * quant, |quant| at most 127
 * scale    [n]      float32
 * sum      [n]      float32  scale * sum of the block's quants
 * minus8   [n]      int32    -8 * sum of the block's quants
 * minus128 [n]      int32    -128 * that
 * minus32  [2][n]   int32    -32 * the sum of the first and of the last 16 quants
 * </pre>
 *
 * The last four correct for weights that are stored with an offset, so that they need not be
 * subtracted one by one.
 */
final class Panel {

  /** Tokens of a full tile. */
  static final int TOKENS = 8;

  /** Columns of a block. */
  static final int BLOCK = 32;

  /** Numbers beside a token's quants in a block. */
  static final int NUMBERS = 6;

  private Panel() {}

  /**
   * What an accumulator of products starts from: so many times the sum of the block's quants, or of
   * its first or last 16.
   */
  enum Start {
    ZERO(-1, 0),
    MINUS_8(2, 0),
    MINUS_16(2, 1),
    MINUS_128(3, 0),
    MINUS_32_FIRST(4, 0),
    MINUS_32_LAST(5, 0),
    MINUS_4_FIRST(4, -3),
    MINUS_4_LAST(5, -3),
    MINUS_1_FIRST(4, -5),
    MINUS_1_LAST(5, -5);

    private final int number;
    private final int shift;

    Start(int number, int shift) {
      this.number = number;
      this.shift = shift;
    }

    /** By how many bits the number is shifted: to the left, or if negative to the right. */
    int shift() {
      return shift;
    }

    /** Offset in a block of a tile; not for {@link #ZERO}. */
    int offset(int tokens, int token) {
      return Panel.number(tokens, token, number);
    }
  }

  /** Bytes of a block of a tile of {@code tokens}. */
  static int blockBytes(int tokens) {
    return tokens * (BLOCK + NUMBERS * Float.BYTES);
  }

  /** Bytes of {@code tokens} tokens of {@code columns} columns, all tiles together. */
  static long bytes(int tokens, int columns) {
    return (long) columns / BLOCK * blockBytes(tokens);
  }

  /** Offset in a block of the four quants from column {@code 4 * quarter} on. */
  static int quants(int token, int quarter) {
    return token * BLOCK + quarter * 4;
  }

  /** Offset in a block of a token's scale. */
  static int scale(int tokens, int token) {
    return number(tokens, token, 0);
  }

  /** Offset in a block of a token's scaled sum. */
  static int sum(int tokens, int token) {
    return number(tokens, token, 1);
  }

  private static int number(int tokens, int token, int which) {
    return tokens * BLOCK + (which * tokens + token) * Float.BYTES;
  }
}
