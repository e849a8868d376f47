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
  static void fourBits(
      long unpacked, int blocks, float[] x, int first, float zero, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      FloatVector exact = Lanes.toFloat(sixteen(w + b * UnpackedWords.BLOCK_BYTES, x, block));
      exact = exact.sub(zero * RoundedActivations.quantSum(x, block));
      sum = plus(exact, x, block, UnpackedWords.scale(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from 0 to 15, with an offset. */
  static void fourBits(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      FloatVector exact = Lanes.toFloat(sixteen(w + b * UnpackedWords.BLOCK_BYTES, x, block));
      sum = plus(exact, x, block, UnpackedWords.scale(w, b), sum);
      sum = plusOffset(x, block, UnpackedWords.offset(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from 0 to 31, with an offset. */
  static void fiveBits(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      FloatVector exact = halves(w + b * UnpackedWords.BLOCK_BYTES, x, block);
      sum = plus(exact, x, block, UnpackedWords.scale(w, b), sum);
      sum = plusOffset(x, block, UnpackedWords.offset(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from -16 to 15. */
  static void signedFiveBits(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      FloatVector exact = halves(w + b * UnpackedWords.BLOCK_BYTES, x, block);
      sum = plus(exact, x, block, UnpackedWords.scale(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /** Weights from -32 to 31, a scale for each half of a block. */
  static void sixBits(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      for (int half = 0; half < 2; half++) {
        IntVector exact = pairs(eight(w + b * UnpackedWords.BLOCK_BYTES, x, block, half));
        sum = plus(Lanes.toFloat(exact), x, block, UnpackedWords.scale(w, 2 * b + half), sum);
      }
    }
    sum.intoArray(out, at);
  }

  /** Weights from -128 to 127: 2 products of at most 128 * 127 stay below 2^15. */
  static void eightBits(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    long w = Lanes.known(unpacked);
    for (int b = 0; b < blocks; b++) {
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      IntVector exact = Lanes.zeroIntegers();
      for (int j = 0; j < WORDS; j += 2) {
        long words = w + b * UnpackedWords.BLOCK_BYTES;
        exact = exact.add(pairs(product(words, x, block, j).add(product(words, x, block, j + 1))));
      }
      sum = plus(Lanes.toFloat(exact), x, block, UnpackedWords.scale(w, b), sum);
    }
    sum.intoArray(out, at);
  }

  /**
   * {@link PackedLayout#addScaled} of records of one block each, with a scale alone.
   *
   * @param scaleAt where in a record the scales are, float16
   */
  static void addScaled(
      long record,
      int recordBytes,
      int scaleAt,
      int records,
      long products,
      float[] x,
      int first,
      float[] out,
      int at) {
    FloatVector sum = Lanes.load(out, at);
    for (int b = 0; b < records; b++) {
      long from = Lanes.known(record + (long) b * recordBytes);
      IntVector exact = Lanes.integers(Lanes.known(products + (long) b * WordLayout.VECTOR));
      int block = first + b * RoundedActivations.BLOCK_FLOATS;
      sum = plus(Lanes.toFloat(exact), x, block, Lanes.finiteHalves(from + scaleAt), sum);
    }
    sum.intoArray(out, at);
  }

  static FloatVector plus(
      FloatVector exact, float[] x, int block, FloatVector scale, FloatVector sum) {
    return exact.mul(RoundedActivations.scale(x, block)).fma(scale, sum);
  }

  /** A product from which {@link PackedWords#ZERO} was taken, with it. */
  static FloatVector withZero(IntVector centred, float[] x, int block) {
    return Lanes.toFloat(centred).add(PackedWords.ZERO * RoundedActivations.quantSum(x, block));
  }

  static FloatVector plusOffset(float[] x, int block, FloatVector offset, FloatVector sum) {
    return Lanes.broadcast(RoundedActivations.sum(x, block)).fma(offset, sum);
  }

  /** A block: 16 products of at most 15 * 127 stay below 2^15. */
  private static IntVector sixteen(long words, float[] x, int block) {
    ShortVector products = Lanes.zeroWords();
    for (int half = 0; half < 2; half++) {
      products = products.add(eight(words, x, block, half));
    }
    return pairs(products);
  }

  /** A block, its halves added in 32 bits. */
  private static FloatVector halves(long words, float[] x, int block) {
    IntVector first = pairs(eight(words, x, block, 0));
    return Lanes.toFloat(first.add(pairs(eight(words, x, block, 1))));
  }

  /** Half a block: 8 products of at most 32 * 127 stay below 2^15. */
  private static ShortVector eight(long words, float[] x, int block, int half) {
    ShortVector products = Lanes.zeroWords();
    for (int j = 0; j < WORDS / 2; j++) {
      products = products.add(product(words, x, block, WORDS / 2 * half + j));
    }
    return products;
  }

  /** Columns {@code 2j} and {@code 2j + 1} of all rows times those of the token. */
  private static ShortVector product(long words, float[] x, int block, int j) {
    return Lanes.words(words + (long) j * WordLayout.VECTOR)
        .mul(Lanes.wordPair(x, RoundedActivations.quants(block) + j));
  }

  /** The sum of the two words of each lane. */
  static IntVector pairs(ShortVector words) {
    IntVector lanes = words.reinterpretAsInts();
    IntVector low = lanes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    return lanes.lanewise(VectorOperators.ASHR, 16).add(low);
  }
}
