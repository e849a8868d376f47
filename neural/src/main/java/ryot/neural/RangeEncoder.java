package ryot.neural;

import java.util.Arrays;

/**
 * A range coder (Martin 1979) over integers of 56 bits: a symbol takes the part of the range that
 * its weight is of the total, which may be as large as 2^47. Carries run back into bytes that are
 * written already.
 */
final class RangeEncoder {

  /** Bits of the range. */
  static final int BITS = 56;

  /** Bytes that a decoder reads ahead. */
  static final int BYTES = BITS / Byte.SIZE;

  /** A range below this is widened by a byte. */
  static final long BOTTOM = 1L << (BITS - Byte.SIZE);

  private static final long TOP = 1L << BITS;

  private byte[] bytes = new byte[256];
  private int size;
  private long low;
  private long range = TOP;

  /**
   * Codes a symbol.
   *
   * @param below the weight of all symbols before it
   * @param weight its own, at least 1
   * @param total of all symbols
   */
  void encode(long below, long weight, long total) {
    long unit = range / total;
    low += unit * below;
    range = unit * weight;
    while (range < BOTTOM) {
      emit();
      range <<= Byte.SIZE;
    }
  }

  private void emit() {
    if (low >= TOP) {
      low -= TOP;
      int at = size;
      do {
        bytes[--at]++;
      } while (bytes[at] == 0);
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) (low >>> (BITS - Byte.SIZE));
    low = (low & (BOTTOM - 1)) << Byte.SIZE;
  }

  /** The coding, ended by as few bytes as tell it from its neighbours. */
  byte[] finish() {
    int last = 0;
    long value = 0;
    while (value < low || value >= low + range) {
      last++;
      long rest = (1L << (BITS - Byte.SIZE * last)) - 1;
      value = (low + rest) & ~rest;
    }
    low = value;
    for (int i = 0; i < last; i++) {
      emit();
    }
    return Arrays.copyOf(bytes, size);
  }
}
