package ryot.lang.entropy;

/**
 * Takes events in the order in which a decoder will meet them, and codes them backwards when all
 * are known. Reused from block to block; one thread at a time.
 */
public final class RansEncoder {

  private static final int EVENTS_MIN = 1024;
  private static final int VALUE_SHIFT = 32;
  private static final int BITS_SHIFT = 48;

  /**
   *
   *
   * <pre>
   * bit 0           16      32      48     56
   *     │ frequency │ start │ value │ bits  │
   * </pre>
   */
  private long[] events = new long[EVENTS_MIN];

  private byte[] words = new byte[0];
  private int count;

  /** Forgets all events, and makes room for {@code eventsMax}. */
  public void begin(int eventsMax) {
    count = 0;
    if (events.length < eventsMax) {
      events = new long[eventsMax];
    }
  }

  /**
   * Adds an event.
   *
   * @param event {@code start << 16 | frequency}: start from 0, frequency from 1, and {@code start
   *     + frequency} at most 65536
   */
  public void put(int event) {
    events[count++] = event & 0xFFFF_FFFFL;
  }

  /**
   * Adds an event and, with it, {@code value} of {@code bits} bits, all values equally likely.
   *
   * @param bits 0 to {@link Rans#VALUE_BITS_MAX}
   */
  public void put(int event, int value, int bits) {
    events[count++] =
        (event & 0xFFFF_FFFFL) | (long) value << VALUE_SHIFT | (long) bits << BITS_SHIFT;
  }

  /**
   * Codes all events, if that takes less than {@code limit} bytes.
   *
   * @param check what the state begins with, of 31 bits
   * @return the bytes written to {@code out} at {@code at}, or -1 if they would reach the limit
   */
  public int finish(long check, byte[] out, int at, int limit) {
    if (words.length < limit) {
      words = new byte[limit];
    }
    long[] coded = events;
    byte[] buffer = words;
    long state = Rans.LOW | check;
    int first = limit;
    for (int i = count - 1; i >= 0; i--) {
      long event = coded[i];
      long frequency = event & 0xFFFF;
      int bits = (int) (event >>> BITS_SHIFT);
      if (state >= frequency << (47 - bits)) {
        first -= Integer.BYTES;
        if (first < 0) {
          return -1;
        }
        Rans.putWord(buffer, first, (int) state);
        state >>>= 32;
      }
      long quotient = state / frequency;
      long slot = state - quotient * frequency + ((event >>> Rans.SCALE_BITS) & 0xFFFF);
      long value = (event >>> VALUE_SHIFT) & 0xFFFF;
      state = (quotient << (Rans.SCALE_BITS + bits)) | (value << Rans.SCALE_BITS) | slot;
    }
    int wordBytes = limit - first;
    int stateBytes = Math.max(Rans.SIZE_MIN, (71 - Long.numberOfLeadingZeros(state)) / 8);
    if (stateBytes + wordBytes >= limit) {
      return -1;
    }
    for (int i = 0; i < stateBytes; i++) {
      out[at + i] = (byte) (state >>> (8 * i));
    }
    System.arraycopy(buffer, first, out, at + stateBytes, wordBytes);
    return stateBytes + wordBytes;
  }
}
