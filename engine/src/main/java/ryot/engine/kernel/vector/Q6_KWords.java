package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import ryot.engine.tensor.QuantType;

/**
 * Q6_K: sixteen blocks of 16 with {@code weight = d scale (q - 32)}. A record, with {@code n} rows:
 *
 * <pre>
 * d        [n]            float32, as it is often too small for a normal half
 * scale    [16][n]        int8
 * words    [16][3][n][2]  see {@link SixBitWords}
 * </pre>
 */
final class Q6_KWords implements PackedLayout {
  private static final int SCALE_COUNT = 16;

  /** Blocks of 32. */
  private static final int BLOCKS = 8;

  /** In the file: low bits, high bits, scales, d. */
  private static final int FILE_HIGH = 128;

  private static final int FILE_SCALES = 192;
  private static final int FILE_D = 208;

  private static final int SCALES = VECTOR;
  private static final int WORDS_AT = SCALES + SCALE_COUNT * L;
  private static final int RECORD = WORDS_AT + SCALE_COUNT * SixBitWords.BYTES;

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
    long to = record + WORDS_AT;
    for (int b = 0; b < BLOCKS; b++) {
      int half = b / 4;
      int quarter = b % 4;
      long nibbles = block + half * 64L + quarter % 2 * 32L;
      long pairs = block + FILE_HIGH + half * 32L;
      for (int u = 0; u < BLOCK; u += SixBitWords.COLUMNS) {
        long low = sixes(nibbles + u, quarter / 2 * 4, pairs + u, 2 * quarter);
        long high = sixes(nibbles + u + 8, quarter / 2 * 4, pairs + u + 8, 2 * quarter);
        SixBitWords.pack(low, high, to, lane);
        to += SixBitWords.BYTES;
      }
    }
    return true;
  }

  /** Eight columns, a byte each, from the nibbles and the pairs of bits of eight bytes. */
  private static long sixes(long nibbles, int nibble, long pairs, int pair) {
    long low = (Lanes.longWord(nibbles) >>> nibble) & 0x0f0f_0f0f_0f0f_0f0fL;
    long high = (Lanes.longWord(pairs) >>> pair) & 0x0303_0303_0303_0303L;
    return low | (high << 4);
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
      long words = at + WORDS_AT;
      for (int b = 0; b < BLOCKS; b++, words += 2L * SixBitWords.BYTES) {
        SixBitWords.unpack(words, to, r * BLOCKS + b, 0);
        SixBitWords.unpack(words + SixBitWords.BYTES, to, r * BLOCKS + b, WORDS / 2);
      }
    }
    Lanes.consume(touched);
  }

  @Override
  public PackedFactors factors() {
    return PackedFactors.SIXES;
  }

  @Override
  public void multiplyPacked(
      long record, int records, float[] x, int factors, long products, long ahead) {
    int touched = 0;
    for (int r = 0; r < records; r++) {
      long from = Lanes.known(record + (long) r * RECORD);
      touched ^= Lanes.touch(Lanes.known(from + ahead), RECORD);
      for (int s = 0; s < SCALE_COUNT; s++) {
        long words = from + WORDS_AT + (long) s * SixBitWords.BYTES;
        int index = r * SCALE_COUNT + s;
        long to = Lanes.known(products + (long) index * VECTOR);
        Lanes.store(SixBitWords.product(words, x, factors + index * SixBitWords.FACTORS), to);
      }
    }
    Lanes.consume(touched);
  }

  @Override
  public void addScaled(
      long record, int records, long products, float[] x, int first, float[] out, int at) {
    FloatVector sum = Lanes.load(out, at);
    for (int r = 0; r < records; r++) {
      long from = Lanes.known(record + (long) r * RECORD);
      FloatVector d = Lanes.floats(from);
      for (int s = 0; s < SCALE_COUNT; s++) {
        int index = r * SCALE_COUNT + s;
        IntVector exact = Lanes.integers(Lanes.known(products + (long) index * VECTOR));
        int block = first + index / 2 * RoundedActivations.BLOCK_FLOATS;
        FloatVector scale = Lanes.signedBytes(from + SCALES + (long) s * L).mul(d);
        sum = WordProduct.plus(Lanes.toFloat(exact), x, block, scale, sum);
      }
    }
    sum.intoArray(out, at);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.sixBits(unpacked, blocks, x, first, out, at);
  }
}
