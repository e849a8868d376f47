package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.WordLayout.WORDS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Products of unpacked weights with one token. A lane of 32 bits is a row. Products are added in 16
 * bits as long as they are exact there, which depends on how large weights may be, then in 32; each
 * block is rounded once, in the order of the columns:
 *
 * <pre>
 * sum = fma(convert(exact integer product) * scale of x, scale of w, sum)
 * </pre>
 *
 * So a product is the same, bit by bit, at every width of vectors, for any number of tokens, and as
 * machine code gives it.
 */
final class WordProduct {

  private WordProduct() {}

  /** Weights from 0 to 15, less {@code zero}. */
  static void fourBits(long unpacked, int blocks, long token, float zero, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    long x = Lanes.known(token);
    for (int b = 0; b < blocks; b++) {
      long block = x + (long) b * RoundedActivations.BLOCK_BYTES;
      FloatVector exact = Lanes.toFloat(sixteen(w + b * UnpackedWords.BLOCK_BYTES, block));
      exact = exact.sub(zero * RoundedActivations.quantSum(block));
      sum = plus(exact, block, UnpackedWords.scale(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from 0 to 15, with an offset. */
  static void fourBits(long unpacked, int blocks, long token, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    long x = Lanes.known(token);
    for (int b = 0; b < blocks; b++) {
      long block = x + (long) b * RoundedActivations.BLOCK_BYTES;
      FloatVector exact = Lanes.toFloat(sixteen(w + b * UnpackedWords.BLOCK_BYTES, block));
      sum = plus(exact, block, UnpackedWords.scale(w, b), sum);
      sum = plusOffset(block, UnpackedWords.offset(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from 0 to 31, with an offset. */
  static void fiveBits(long unpacked, int blocks, long token, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    long x = Lanes.known(token);
    for (int b = 0; b < blocks; b++) {
      long block = x + (long) b * RoundedActivations.BLOCK_BYTES;
      IntVector exact = Lanes.zeroIntegers();
      for (int half = 0; half < 2; half++) {
        exact = exact.add(pairs(eight(w + b * UnpackedWords.BLOCK_BYTES, block, half)));
      }
      sum = plus(Lanes.toFloat(exact), block, UnpackedWords.scale(w, b), sum);
      sum = plusOffset(block, UnpackedWords.offset(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from -32 to 31, a scale for each half of a block. */
  static void sixBits(long unpacked, int blocks, long token, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    long x = Lanes.known(token);
    for (int b = 0; b < blocks; b++) {
      long block = x + (long) b * RoundedActivations.BLOCK_BYTES;
      for (int half = 0; half < 2; half++) {
        IntVector exact = pairs(eight(w + b * UnpackedWords.BLOCK_BYTES, block, half));
        sum = plus(Lanes.toFloat(exact), block, UnpackedWords.scale(w, 2 * b + half), sum);
      }
    }
    sum.intoArray(out, at);
  }

  /** Weights from -128 to 127: 2 products of at most 128 * 127 stay below 2^15. */
  static void eightBits(long unpacked, int blocks, long token, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    long x = Lanes.known(token);
    for (int b = 0; b < blocks; b++) {
      long block = x + (long) b * RoundedActivations.BLOCK_BYTES;
      IntVector exact = Lanes.zeroIntegers();
      for (int j = 0; j < WORDS; j += 2) {
        long words = w + b * UnpackedWords.BLOCK_BYTES;
        exact = exact.add(pairs(product(words, block, j).add(product(words, block, j + 1))));
      }
      sum = plus(Lanes.toFloat(exact), block, UnpackedWords.scale(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  private static FloatVector plus(
      FloatVector exact, long block, FloatVector scale, FloatVector sum) {
    return exact.mul(RoundedActivations.scale(block)).fma(scale, sum);
  }

  private static FloatVector plusOffset(long block, FloatVector offset, FloatVector sum) {
    return Lanes.broadcast(RoundedActivations.sum(block)).fma(offset, sum);
  }

  /** A block: 16 products of at most 15 * 127 stay below 2^15. */
  private static IntVector sixteen(long words, long block) {
    ShortVector products = Lanes.zeroWords();
    for (int half = 0; half < 2; half++) {
      products = products.add(eight(words, block, half));
    }
    return pairs(products);
  }

  /** Half a block: 8 products of at most 32 * 127 stay below 2^15. */
  private static ShortVector eight(long words, long block, int half) {
    ShortVector products = Lanes.zeroWords();
    for (int j = 0; j < WORDS / 2; j++) {
      products = products.add(product(words, block, WORDS / 2 * half + j));
    }
    return products;
  }

  /** Columns {@code 2j} and {@code 2j + 1} of all rows times those of the token. */
  private static ShortVector product(long words, long block, int j) {
    return Lanes.words(words + (long) j * WordLayout.VECTOR)
        .mul(Lanes.wordPair(block + (long) j * Integer.BYTES));
  }

  /** The sum of the two words of each lane. */
  private static IntVector pairs(ShortVector words) {
    IntVector lanes = words.reinterpretAsInts();
    IntVector low = lanes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    return lanes.lanewise(VectorOperators.ASHR, 16).add(low);
  }
}
