package ryot.lang.entropy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic of ΣLANG's entropy coder: range asymmetric numeral systems (Duda, 2013) with two
 * states of 32 bits, one for each half of a message, and words of 16 bits that both take as they
 * need them.
 *
 * <p>A state is in [2^16, 2^32). An event occupies {@code [start, start + frequency)} of {@code
 * 2^scale}, the bits at the state's end; a value of equally likely bits may go with it, before
 * them; both together have 16 bits at most. A coder works backwards, from states that have to begin
 * somewhere in [2^16, 2^17), and a decoder comes back to where they began. So 16 bits of each cost
 * nothing. That of the half whose text goes on for longer has a check there. That of the other half
 * has the next word that the longer one wants: a decoder puts it back in front of the words that
 * are left. If there is none, it has 0, and nobody takes that. A coding is
 *
 * <pre>
 * ┌──────────────────────────────┬──────────────┬──────────────┬───
 * │ first half's last state,     │ word u16 LE  │ word u16 LE  │ …
 * │ 3 or 4 bytes                 │              │              │
 * └──────────────────────────────┴──────────────┴──────────────┴───
 * </pre>
 *
 * with the words in the order in which the decoder wants them. The number of bytes that the state
 * takes follows from the length of the whole, since words are two bytes each. If there is a second
 * half, its last state, and where it begins, are values that come out of the first half's state
 * before all events.
 */
public final class Rans {

  /** log2 of the most that frequencies of an event sum up to. */
  public static final int SCALE_BITS = 16;

  /** The most that frequencies of an event sum up to. */
  public static final int SCALE = 1 << SCALE_BITS;

  /** Bits of a word. */
  public static final int WORD_BITS = 16;

  /** Bytes of a word. */
  public static final int WORD_BYTES = 2;

  /** The least state. */
  public static final int LOW = 1 << 16;

  /** The shortest coding, bytes: a state. */
  public static final int SIZE_MIN = 3;

  /** Bits that say how long the second half's state is. */
  public static final int WIDTH_BITS = 4;

  /** Bits of a state beyond its leading one, at least. */
  public static final int NARROWEST = 16;

  private static final int STATE_BYTES_MIN = 3;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Rans() {}

  /** Bytes that the state takes at the front of a coding of {@code size} bytes: 3 or 4. */
  public static int stateSize(int size) {
    return STATE_BYTES_MIN + (size - STATE_BYTES_MIN & 1);
  }

  /**
   * The state at the front of a coding, unsigned, or 0 if no encoder writes what is there.
   *
   * @param size of the whole coding, at least {@link #SIZE_MIN}
   */
  public static int firstState(byte[] in, int from, int size) {
    int bytes = stateSize(size);
    int state = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      state = state << 8 | (in[from + i] & 0xFF);
    }
    return state >>> (8 * (bytes - 1)) == 0 ? 0 : state;
  }

  /** The word at {@code at}, which the caller has checked to be inside. */
  public static int word(byte[] in, int at) {
    return (char) SHORT.get(in, at);
  }

  /** Writes a word, of which the lowest 16 bits count. */
  public static void putWord(byte[] out, int at, int word) {
    SHORT.set(out, at, (char) word);
  }

  /** Whether a state is one that a half's coding can begin with, and its decoding end. */
  public static boolean isStart(int state) {
    return state >>> WORD_BITS == 1;
  }

  /** The state that a half's coding begins with. */
  static int start(int word) {
    return LOW | word;
  }

  /** Whether a state is where decoding ends if the text has this check. */
  public static boolean isStart(int state, int check) {
    return state == start(check);
  }

  /** 16 bits that stand for {@code length} bytes. */
  public static int check(byte[] bytes, int from, int length) {
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
    return (int) (hash >>> (Long.SIZE - WORD_BITS));
  }
}
