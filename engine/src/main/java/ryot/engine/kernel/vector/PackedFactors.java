package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.WordLayout.WORDS;

import ryot.engine.kernel.Activations;

/**
 * What packed weights are multiplied by where nothing is unpacked, made from a token's quants.
 *
 * <p>A word holds fields {@code n_0 + n_1 2^k + n_2 2^2k + ...}. Shifted right by {@code ek} it is
 * {@code s_e = n_e + 2^k s_(e+1)}, so that
 *
 * <pre>
 * sum of n_e x_e = sum of (s_e - 2^k s_(e+1)) x_e = sum of s_e (x_e - 2^k x_(e-1))
 * </pre>
 *
 * and no field has to be masked out. All of it is true modulo 2^16, hence for words that overflow,
 * if only the sum on the left does not.
 *
 * <p>Factors are words, two for the two columns of a lane in the place of a float. Where lanes are
 * shifted instead of words, which takes half as long, the low word gets the lowest bits of the high
 * one above its own. That is linear, too: the factor of the high word takes it away, so that the
 * sum of both words is right, again modulo 2^16.
 */
enum PackedFactors {
  /** For lanes of eight fields of four bits, see {@link PackedWords}. */
  NIBBLES(PackedWords.FACTORS),
  /** For words of two bytes, see {@link Q8_0Words}. */
  BYTES(Q8_0Words.FACTORS),
  /** For fields of six bits and their remains, see {@link SixBitWords}. */
  SIXES(2 * SixBitWords.FACTORS);

  /** Tokens at most of whose activations there are factors. */
  private static final int MAX_TOKENS = 2;

  private static final int HIGH = 0xffff_0000;

  private final int blockFloats;

  PackedFactors(int blockFloats) {
    this.blockFloats = blockFloats;
  }

  /** Whether {@code x} has so few tokens that there are factors. */
  static boolean serve(Activations x) {
    return x.tokens() <= MAX_TOKENS;
  }

  /** Floats that all kinds take for {@code x}. */
  static int floats(Activations x) {
    return SIXES.offset(x) + SIXES.size(x);
  }

  private int size(Activations x) {
    return x.tokens() * RoundedActivations.blocks(x) * blockFloats;
  }

  private int offset(Activations x) {
    return switch (this) {
      case NIBBLES -> 0;
      case BYTES -> NIBBLES.size(x);
      case SIXES -> NIBBLES.size(x) + BYTES.size(x);
    };
  }

  /** Where a block's factors are in what begins at {@code base}. */
  int of(Activations x, int base, int token, int block) {
    int blocks = token * RoundedActivations.blocks(x) + block;
    return RoundedActivations.factors(x, base) + offset(x) + blocks * blockFloats;
  }

  /** Makes the factors of blocks {@code [from, to)}, counted through all tokens, from quants. */
  void make(Activations x, int base, int from, int to) {
    float[] prepared = x.prepared();
    int factors = of(x, base, 0, 0);
    for (int b = from; b < to; b++) {
      int quants = RoundedActivations.quants(RoundedActivations.block(x, base, 0, b));
      int at = factors + b * blockFloats;
      switch (this) {
        case NIBBLES -> PackedWords.factors(prepared, quants, at);
        case BYTES -> Q8_0Words.factors(prepared, quants, at);
        case SIXES -> {
          SixBitWords.factors(prepared, quants, at);
          SixBitWords.factors(prepared, quants + WORDS / 2, at + SixBitWords.FACTORS);
        }
      }
    }
  }

  /** The pair of quants at {@code at}. */
  static int pair(float[] x, int at) {
    return Float.floatToRawIntBits(x[at]);
  }

  /** Stores a pair of words. */
  static void store(float[] x, int at, int pair) {
    x[at] = Float.intBitsToFloat(pair);
  }

  /** {@code a + times * b} for the low and the high words of pairs. */
  static int plus(int a, int b, int times) {
    int low = a + times * b;
    int high = a + times * (b & HIGH);
    return (high & HIGH) | (low & ~HIGH);
  }
}
