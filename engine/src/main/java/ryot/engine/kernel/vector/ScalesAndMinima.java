package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * What a record of Q4_K and Q5_K begins with, for the eight blocks of {@code n} rows:
 *
 * <pre>
 * d, dmin  [2][n]  float32, as they are often too small for normal halves
 * scale    [8][n]  0 to 63
 * min      [8][n]  0 to 63
 * </pre>
 */
final class ScalesAndMinima {

  /** Blocks of a record. */
  static final int BLOCKS = 8;

  private static final int D_MIN = WordLayout.VECTOR;
  private static final int SCALES = 2 * WordLayout.VECTOR;
  private static final int MINIMA = SCALES + BLOCKS * L;

  /** Bytes of all of them. */
  static final int BYTES = MINIMA + BLOCKS * L;

  /** In the file, after d and dmin: twelve bytes of six-bit numbers. */
  private static final int FILE_D_MIN = 2;

  private static final int FILE_NUMBERS = 4;

  private ScalesAndMinima() {}

  /** As {@link WordLayout#pack}. */
  static void pack(long block, long record, int lane) {
    PackedWords.packFloat(block, record, lane);
    PackedWords.packFloat(block + FILE_D_MIN, record + D_MIN, lane);
    long first = block + FILE_NUMBERS;
    int scales = Lanes.word(first);
    int minima = Lanes.word(first + Integer.BYTES);
    int later = Lanes.word(first + 2 * Integer.BYTES);
    for (int b = 0; b < BLOCKS / 2; b++) {
      int shift = b * Byte.SIZE;
      int scale = scales >> shift;
      int min = minima >> shift;
      int low = later >> shift;
      store(record + SCALES, b, lane, scale & 63);
      store(record + MINIMA, b, lane, min & 63);
      store(record + SCALES, b + 4, lane, (low & 15) | (((scale >> 6) & 3) << 4));
      store(record + MINIMA, b + 4, lane, ((low >> 4) & 15) | (((min >> 6) & 3) << 4));
    }
  }

  private static void store(long numbers, int block, int lane, int number) {
    Lanes.storeByte(numbers + (long) block * L + lane, number);
  }

  /** Unpacks what begins the record at {@code record}, for eight blocks from {@code block} on. */
  static void unpack(long record, long unpacked, int block) {
    FloatVector d = d(record);
    FloatVector dMin = dMin(record);
    for (int b = 0; b < BLOCKS; b++) {
      UnpackedWords.storeScale(scale(d, record, b), unpacked, block + b);
      UnpackedWords.storeOffset(offset(dMin, record, b), unpacked, block + b);
    }
  }

  /** What all scales of the record at {@code record} are multiplied by. */
  static FloatVector d(long record) {
    return Lanes.floats(record);
  }

  /** What all minima are multiplied by to be added. */
  static FloatVector dMin(long record) {
    return Lanes.floats(record + D_MIN).neg();
  }

  /** The scale of a block. */
  static FloatVector scale(FloatVector d, long record, int block) {
    return times(d, record + SCALES, block);
  }

  /** The offset of a block. */
  static FloatVector offset(FloatVector dMin, long record, int block) {
    return times(dMin, record + MINIMA, block);
  }

  private static FloatVector times(FloatVector d, long numbers, int block) {
    return Lanes.toFloat(Lanes.unsignedBytes(numbers + (long) block * L)).mul(d);
  }
}
