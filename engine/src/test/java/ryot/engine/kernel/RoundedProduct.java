package ryot.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import ryot.engine.tensor.Tensor;

/**
 * The definition of products with rounded activations, written from the format documents: exact
 * integers within a block, then one multiplication by each scale and one rounding a block.
 */
final class RoundedProduct {
  private static final int BLOCK = 32;

  private static final int[] LEVELS = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private final Tensor weights;
  private final Activations x;
  private final int token;
  private float sum;

  private RoundedProduct(Tensor weights, Activations x, int token) {
    this.weights = weights;
    this.x = x;
    this.token = token;
  }

  /** Row {@code row} of {@code weights} times token {@code token}. */
  static float of(Tensor weights, int row, Activations x, int token) {
    RoundedProduct product = new RoundedProduct(weights, x, token);
    int size = weights.type().blockSize();
    for (int column = 0; column < weights.columns(); column += size) {
      long at = row * weights.rowBytes() + (long) column / size * weights.type().blockBytes();
      switch (weights.type()) {
        case Q4_0 ->
            product.add(column, 32, i -> product.nibble32(at + 2, i) - 8, product.half(at));
        case Q4_1 -> {
          product.add(column, 32, i -> product.nibble32(at + 4, i), product.half(at));
          product.addSum(column, 32, product.half(at + 2));
        }
        case Q5_0 ->
            product.add(column, 32, i -> product.fiveBits(at + 2, i) - 16, product.half(at));
        case Q5_1 -> {
          product.add(column, 32, i -> product.fiveBits(at + 4, i), product.half(at));
          product.addSum(column, 32, product.half(at + 2));
        }
        case IQ4_NL ->
            product.add(column, 32, i -> LEVELS[product.nibble32(at + 2, i)], product.half(at));
        case IQ4_XS -> product.addIQ4XS(column, at);
        case Q2_K -> product.addQ2K(column, at);
        case Q3_K -> product.addQ3K(column, at);
        case Q8_0 -> product.add(column, 32, i -> product.signed(at + 2 + i), product.half(at));
        case Q4_K -> product.addQ4K(column, at);
        case Q5_K -> product.addQ5K(column, at);
        case Q6_K -> product.addQ6K(column, at);
        default -> throw new IllegalArgumentException(weights.type() + " has no definition here");
      }
    }
    return product.sum;
  }

  private interface Weight {
    int at(int column);
  }

  private void add(int column, int count, Weight weight, float scale) {
    float inverse = 127 / largest(column);
    int exact = 0;
    for (int i = 0; i < count; i++) {
      exact += weight.at(i) * quant(column + i, inverse);
    }
    sum = Math.fma(exact * scale(column), scale, sum);
  }

  private void addSum(int column, int count, float factor) {
    float inverse = 127 / largest(column);
    int quants = 0;
    for (int i = 0; i < count; i++) {
      quants += quant(column + i, inverse);
    }
    sum = Math.fma(quants * scale(column), factor, sum);
  }

  private int quant(int column, float inverse) {
    return (int) Math.rint(x.values()[token * x.columns() + column] * inverse);
  }

  private float scale(int column) {
    return largest(column) * (1f / 127);
  }

  /** Of the block of 32 that {@code column} is in. */
  private float largest(int column) {
    float largest = 1e-30f;
    int first = column / BLOCK * BLOCK;
    for (int i = first; i < first + BLOCK; i++) {
      largest = Math.max(largest, Math.abs(x.values()[token * x.columns() + i]));
    }
    return largest;
  }

  private void addQ4K(int column, long at) {
    for (int b = 0; b < 8; b++) {
      int[] scaleAndMin = scaleAndMin(at + 4, b);
      long nibbles = at + 16 + b / 2 * 32;
      int shift = b % 2 * 4;
      add(column + 32 * b, 32, i -> unsigned(nibbles + i) >> shift & 15, half(at) * scaleAndMin[0]);
      addSum(column + 32 * b, 32, -(half(at + 2) * scaleAndMin[1]));
    }
  }

  private void addQ5K(int column, long at) {
    for (int b = 0; b < 8; b++) {
      int block = b;
      int[] scaleAndMin = scaleAndMin(at + 4, b);
      long nibbles = at + 48 + b / 2 * 32;
      int shift = b % 2 * 4;
      add(
          column + 32 * b,
          32,
          i -> (unsigned(nibbles + i) >> shift & 15) | (unsigned(at + 16 + i) >> block & 1) << 4,
          half(at) * scaleAndMin[0]);
      addSum(column + 32 * b, 32, -(half(at + 2) * scaleAndMin[1]));
    }
  }

  /** {@code get_scale_min_k4} of the format's reference. */
  private int[] scaleAndMin(long at, int b) {
    if (b < 4) {
      return new int[] {unsigned(at + b) & 63, unsigned(at + b + 4) & 63};
    }
    return new int[] {
      (unsigned(at + b + 4) & 15) | unsigned(at + b - 4) >> 6 << 4,
      unsigned(at + b + 4) >> 4 | unsigned(at + b) >> 6 << 4
    };
  }

  private void addQ2K(int column, long at) {
    for (int b = 0; b < 16; b++) {
      int first = 16 * b;
      add(
          column + first,
          16,
          i -> twoBits(at + 16, first + i),
          half(at + 80) * (unsigned(at + b) & 15));
      addSum(column + first, 16, -(half(at + 82) * (unsigned(at + b) >> 4)));
    }
  }

  /** The shuffle of twelve bytes of scales is {@code dequantize_row_q3_K}'s of the reference. */
  private void addQ3K(int column, long at) {
    int[] aux = {word(at + 96), word(at + 100), 0, 0};
    int tmp = word(at + 104);
    aux[2] = (aux[0] >>> 4 & 0x0f0f0f0f) | (tmp >>> 4 & 0x03030303) << 4;
    aux[3] = (aux[1] >>> 4 & 0x0f0f0f0f) | (tmp >>> 6 & 0x03030303) << 4;
    aux[0] = (aux[0] & 0x0f0f0f0f) | (tmp & 0x03030303) << 4;
    aux[1] = (aux[1] & 0x0f0f0f0f) | (tmp >>> 2 & 0x03030303) << 4;
    for (int b = 0; b < 16; b++) {
      int first = 16 * b;
      int scale = (byte) (aux[b / 4] >>> (8 * (b % 4))) - 32;
      add(
          column + first,
          16,
          i -> {
            int c = first + i;
            int missing = (unsigned(at + c % 32) >> (c / 32) & 1) == 0 ? 4 : 0;
            return twoBits(at + 32, c) - missing;
          },
          half(at + 108) * scale);
    }
  }

  private int twoBits(long at, int column) {
    return unsigned(at + column / 128 * 32 + column % 32) >> (2 * (column % 128 / 32)) & 3;
  }

  private void addIQ4XS(int column, long at) {
    int high = unsigned(at + 2) | unsigned(at + 3) << 8;
    for (int b = 0; b < 8; b++) {
      long nibbles = at + 8 + 16 * b;
      int scale = (unsigned(at + 4 + b / 2) >> (4 * (b % 2)) & 15) | (high >> (2 * b) & 3) << 4;
      add(column + 32 * b, 32, i -> LEVELS[nibble32(nibbles, i)], half(at) * (scale - 32));
    }
  }

  private int fiveBits(long at, int i) {
    return nibble32(at + 4, i) | (word(at) >>> i & 1) << 4;
  }

  private int word(long at) {
    return unsigned(at) | unsigned(at + 1) << 8 | unsigned(at + 2) << 16 | unsigned(at + 3) << 24;
  }

  private void addQ6K(int column, long at) {
    for (int b = 0; b < 16; b++) {
      int first = 16 * b;
      float scale = half(at + 208) * signed(at + 192 + b);
      add(column + first, 16, i -> sixBits(at, first + i) - 32, scale);
    }
  }

  private int sixBits(long at, int column) {
    int half = column / 128;
    int quarter = column % 128 / 32;
    int l = column % 32;
    int low = unsigned(at + 64 * half + 32 * (quarter % 2) + l) >> (4 * (quarter / 2)) & 15;
    int high = unsigned(at + 128 + 32 * half + l) >> (2 * quarter) & 3;
    return low | high << 4;
  }

  private int nibble32(long at, int i) {
    return i < 16 ? unsigned(at + i) & 15 : unsigned(at + i - 16) >> 4;
  }

  private float half(long at) {
    MemorySegment data = weights.data();
    return Float.float16ToFloat(
        (short) (unsigned(at) | data.get(ValueLayout.JAVA_BYTE, at + 1) << 8));
  }

  private int unsigned(long at) {
    return Byte.toUnsignedInt(weights.data().get(ValueLayout.JAVA_BYTE, at));
  }

  private int signed(long at) {
    return weights.data().get(ValueLayout.JAVA_BYTE, at);
  }
}
