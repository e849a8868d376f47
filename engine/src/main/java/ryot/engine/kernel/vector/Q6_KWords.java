package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import ryot.engine.tensor.QuantType;

/**
 * Q6_K: sixteen blocks of 16 with {@code weight = d scale (q - 32)}. A record, with {@code n} rows:
 *
 * <pre>
 * d        [n]           float32, as it is often too small for a normal half
 * scale    [16][n]       int8
 * nibbles  [8][4][n][2]  words of the low bits of four columns, see {@link PackedWords}
 * high     [8][2][n][2]  bits 2j and 2j + 1 of word h of vector u: those of column 16u + 2j + h
 * </pre>
 */
final class Q6_KWords implements WordLayout {
  private static final int SCALE_COUNT = 16;

  /** Blocks of 32. */
  private static final int BLOCKS = 8;

  private static final int HIGH_VECTORS = 2;
  private static final short ZERO = 32;

  /** In the file: low bits, high bits, scales, d. */
  private static final int FILE_HIGH = 128;

  private static final int FILE_SCALES = 192;
  private static final int FILE_D = 208;

  private static final long FIRST_PAIRS_OF_EVEN = 0x0003_0003_0003_0003L;

  private static final int SCALES = VECTOR;
  private static final int NIBBLES = SCALES + SCALE_COUNT * L;
  private static final int NIBBLE_BYTES = PackedWords.NIBBLE_VECTORS * VECTOR;
  private static final int BLOCK_BYTES = NIBBLE_BYTES + HIGH_VECTORS * VECTOR;
  private static final int RECORD = NIBBLES + BLOCKS * BLOCK_BYTES;

  @Override
  public QuantType type() {
    return QuantType.Q6_K;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    PackedWords.packFloat(block + FILE_D, record, lane);
    for (int s = 0; s < SCALE_COUNT; s++) {
      Lanes.storeByte(
          record + SCALES + (long) s * L + lane, Lanes.signedByte(block + FILE_SCALES + s));
    }
    for (int b = 0; b < BLOCKS; b++) {
      int half = b / 4;
      int quarter = b % 4;
      long to = record + NIBBLES + (long) b * BLOCK_BYTES;
      long low = block + half * 64L + quarter % 2 * 32L;
      PackedWords.packNibbles(low, BLOCK, quarter / 2 * 4, to, lane);
      long high = block + FILE_HIGH + half * 32L;
      for (int u = 0; u < HIGH_VECTORS; u++) {
        packPairs(high + u * 16L, 2 * quarter, to + NIBBLE_BYTES + (long) u * VECTOR, lane);
      }
    }
    return true;
  }

  /** Two bits from each of 16 bytes, beginning at bit {@code bit}. */
  private static void packPairs(long bytes, int bit, long vector, int lane) {
    for (int h = 0; h < 2; h++) {
      long pairs = FIRST_PAIRS_OF_EVEN << (h * Byte.SIZE + bit);
      long first = Long.compress(Lanes.longWord(bytes), pairs);
      long second = Long.compress(Lanes.longWord(bytes + Long.BYTES), pairs);
      Lanes.storeWord(vector, lane, h, first | (second << Byte.SIZE));
    }
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int r = 0; r < records; r++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      FloatVector d = Lanes.floats(at);
      for (int s = 0; s < SCALE_COUNT; s++) {
        FloatVector scale = Lanes.signedBytes(at + SCALES + (long) s * L).mul(d);
        UnpackedWords.storeScale(scale, to, r * SCALE_COUNT + s);
      }
      for (int b = 0; b < BLOCKS; b++) {
        unpackBlock(at + NIBBLES + (long) b * BLOCK_BYTES, to, r * BLOCKS + b);
      }
    }
    Lanes.consume(touched);
  }

  private static void unpackBlock(long block, long unpacked, int index) {
    for (int i = 0; i < PackedWords.NIBBLE_VECTORS; i++) {
      ShortVector four = Lanes.words(block + (long) i * VECTOR);
      ShortVector high = Lanes.words(block + NIBBLE_BYTES + (long) (i / 2) * VECTOR);
      ShortVector bits = high.lanewise(VectorOperators.LSHR, i % 2 * 8);
      for (int e = 0; e < 4; e++) {
        ShortVector top = moved(bits, 4 - 2 * e).and((short) 48);
        ShortVector weight = PackedWords.nibble(four, e).or(top).sub(ZERO);
        UnpackedWords.store(weight, unpacked, index, 4 * i + e);
      }
    }
  }

  private static ShortVector moved(ShortVector words, int bits) {
    return bits >= 0
        ? words.lanewise(VectorOperators.LSHL, bits)
        : words.lanewise(VectorOperators.LSHR, -bits);
  }

  @Override
  public void multiply(long unpacked, int blocks, long x, float[] out, int at) {
    WordProduct.sixBits(unpacked, blocks, x, out, at);
  }
}
