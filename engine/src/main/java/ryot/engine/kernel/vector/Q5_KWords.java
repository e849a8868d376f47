package ryot.engine.kernel.vector;

import jdk.incubator.vector.ShortVector;
import ryot.engine.tensor.QuantType;

/**
 * Q5_K: eight blocks of 32 with {@code weight = d scale q - dmin min}, {@code q} of five bits. A
 * record, with {@code n} rows:
 *
 * <pre>
 * scales and minima      see {@link ScalesAndMinima}
 * high     [8][n][2]     bit j of word h of block b: the fifth of column 2j + h
 * nibbles  [8][4][n][2]  words of four columns, see {@link PackedWords}
 * </pre>
 */
final class Q5_KWords implements WordLayout {
  private static final int BLOCKS = ScalesAndMinima.BLOCKS;

  /** In the file, after d, dmin and the scales and minima: high bits, then nibbles. */
  private static final int FILE_HIGH = 16;

  private static final int FILE_NIBBLES = 48;

  private static final long FIRST_BITS_OF_EVEN = 0x0001_0001_0001_0001L;

  private static final int HIGH = ScalesAndMinima.BYTES;
  private static final int NIBBLES = HIGH + BLOCKS * VECTOR;
  private static final int BLOCK_BYTES = PackedWords.NIBBLE_VECTORS * VECTOR;
  private static final int RECORD = NIBBLES + BLOCKS * BLOCK_BYTES;

  @Override
  public QuantType type() {
    return QuantType.Q5_K;
  }

  @Override
  public int recordBytes() {
    return RECORD;
  }

  @Override
  public boolean pack(long block, long record, int lane) {
    ScalesAndMinima.pack(block, record, lane);
    for (int b = 0; b < BLOCKS; b++) {
      for (int h = 0; h < 2; h++) {
        long word = 0;
        for (int i = 0; i < BLOCK / Long.BYTES; i++) {
          long eight = Lanes.longWord(block + FILE_HIGH + (long) i * Long.BYTES);
          long bits = Long.compress(eight, FIRST_BITS_OF_EVEN << (h * Byte.SIZE + b));
          word |= bits << (4 * i);
        }
        Lanes.storeWord(record + HIGH + (long) b * VECTOR, lane, h, word);
      }
    }
    Q4_KWords.packPairs(block + FILE_NIBBLES, record + NIBBLES, lane);
    return true;
  }

  @Override
  public void unpack(long record, int records, long unpacked, long ahead) {
    long to = Lanes.known(unpacked);
    long at = Lanes.known(record);
    int touched = 0;
    for (int r = 0; r < records; r++, at += RECORD) {
      touched ^= Lanes.touch(at + ahead, RECORD);
      ScalesAndMinima.unpack(at, to, r * BLOCKS);
      for (int b = 0; b < BLOCKS; b++) {
        ShortVector high = Lanes.words(at + HIGH + (long) b * VECTOR);
        long nibbles = at + NIBBLES + (long) b * BLOCK_BYTES;
        FiveBitWords.unpack(nibbles, high, 0, to, r * BLOCKS + b);
      }
    }
    Lanes.consume(touched);
  }

  @Override
  public void multiply(long unpacked, int blocks, float[] x, int first, float[] out, int at) {
    WordProduct.fiveBits(unpacked, blocks, x, first, out, at);
  }
}
