package ryot.neural;

import java.io.ByteArrayOutputStream;
import ryot.lang.MalformedPayloadException;

/** Numbers, seven bits a byte with the lowest first, and bytes, one behind the other. */
final class Payload {

  private static final int NUMBER_BYTES_MAX = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void number(int value) {
    int rest = value;
    while (rest > 0x7F) {
      out.write(rest | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  void bytes(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  /** Reads numbers from {@code in[at, end)}. */
  static final class Reader {
    private final byte[] in;
    private final int end;
    private int at;

    Reader(byte[] in, int at, int end) {
      this.in = in;
      this.at = at;
      this.end = end;
    }

    int at() {
      return at;
    }

    /**
     * The next number.
     *
     * @throws MalformedPayloadException if it is cut short or above {@code 2^31 - 1}
     */
    int number() {
      long value = 0;
      for (int i = 0; i < NUMBER_BYTES_MAX && at < end; i++) {
        int next = in[at++];
        value |= (long) (next & 0x7F) << (7 * i);
        if (next >= 0 && value <= Integer.MAX_VALUE) {
          return (int) value;
        }
      }
      throw new MalformedPayloadException("a number of a neural payload has no end");
    }
  }
}
