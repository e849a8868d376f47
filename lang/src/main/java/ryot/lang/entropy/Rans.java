package ryot.lang.entropy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic of ΣLANG's entropy coder: range asymmetric numeral systems (Duda, 2013) with a
 * 64-bit state, 32-bit words and probabilities of 16 bits.
 *
 * <p>A state is in [2^31, 2^63). An event occupies {@code [start, start + frequency)} of 65536, the
 * 16 bits at the state's end; a value of up to 12 equally likely bits may go with it, before them.
 * The state begins as 2^31 plus a check of 31 bits, which costs nothing, since it has to begin
 * somewhere in that range; the decoder comes back to it. A coding is
 *
 * <pre>
 * ┌──────────────────────────┬──────────────┬──────────────┬───
 * │ last state, 5 to 8 bytes │ word u32 LE  │ word u32 LE  │ …
 * └──────────────────────────┴──────────────┴──────────────┴───
 * </pre>
 *
 * with the words in the order in which the decoder wants them. The number of bytes that the state
 * takes follows from the length of the whole, since words are four bytes each.
 */
public final class Rans {

  /** log2 of the total of all frequencies. */
  public static final int SCALE_BITS = 16;

  /** The total of all frequencies. */
  public static final int SCALE = 1 << SCALE_BITS;

  /** Bits of a value that can go with an event. */
  public static final int VALUE_BITS_MAX = 12;

  /** The least state. */
  public static final long LOW = 1L << 31;

  /** The shortest coding, bytes: a state and no word. */
  public static final int SIZE_MIN = 5;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Rans() {}

  /** Bytes that the state takes at the front of a coding of {@code size} bytes: 5 to 8. */
  public static int stateSize(int size) {
    return SIZE_MIN + ((size - SIZE_MIN) & 3);
  }

  /**
   * The state at the front of a coding, or -1 if no encoder writes what is there.
   *
   * @param size of the whole coding, at least {@link #SIZE_MIN}
   */
  public static long firstState(byte[] in, int from, int size) {
    int bytes = stateSize(size);
    long state = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      state = state << 8 | (in[from + i] & 0xFF);
    }
    boolean tooWide = bytes > SIZE_MIN && (state >>> (8 * (bytes - 1))) == 0;
    return (state < LOW || tooWide) ? -1 : state;
  }

  /** The word at {@code at}, which the caller has checked to be inside. */
  public static long word(byte[] in, int at) {
    return (int) INT.get(in, at) & 0xFFFF_FFFFL;
  }

  static void putWord(byte[] out, int at, int word) {
    INT.set(out, at, word);
  }

  /** 31 bits that stand for {@code length} bytes: what a state begins and ends with. */
  public static long check(byte[] bytes, int from, int length) {
    long hash = MIX ^ length;
    int i = from;
    int end = from + length;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, i)) * MIX;
      hash ^= hash >>> 32;
    }
    long tail = 0;
    for (; i < end; i++) {
      tail = tail << 8 | (bytes[i] & 0xFF);
    }
    hash = (hash ^ tail) * MIX;
    hash = (hash ^ hash >>> 29) * MIX;
    return hash >>> 33;
  }
}
