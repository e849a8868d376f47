package ryot.lang.wire;

/** Numbers in as few bytes as they need: seven bits a byte, the lowest first, as in LEB128. */
final class Varint {

  /** Bytes of any {@code int} that is not negative. */
  static final int BYTES_MAX = 5;

  private Varint() {}

  /** Writes {@code value}, which is not negative; returns the bytes taken. */
  static int write(byte[] out, int at, int value) {
    int rest = value;
    int position = at;
    while (rest > 0x7F) {
      out[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[position++] = (byte) rest;
    return position - at;
  }

  /** Bytes that {@code value} takes. */
  static int size(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }

  /**
   * Reads a number that fills {@code in[at, end)} from its beginning.
   *
   * @throws MalformedFrameException if it is cut short, above {@code 2^31 - 1}, or longer than need
   *     be
   */
  static int read(byte[] in, int at, int end) {
    long value = 0;
    for (int i = 0; i < BYTES_MAX; i++) {
      if (at + i >= end) {
        throw new MalformedFrameException("a number at byte " + at + " is cut short");
      }
      int next = in[at + i];
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return checked(value, next, i, at);
      }
    }
    throw new MalformedFrameException("a number at byte " + at + " does not end");
  }

  private static int checked(long value, int last, int index, int at) {
    if (value > Integer.MAX_VALUE) {
      throw new MalformedFrameException("a number at byte " + at + " is too large: " + value);
    }
    if (last == 0 && index > 0) {
      throw new MalformedFrameException("a number at byte " + at + " is longer than need be");
    }
    return (int) value;
  }
}
