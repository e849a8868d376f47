package ryot.lang.entropy;

/**
 * Takes events in the order in which a decoder will meet them, and codes them backwards when all
 * are known. Reused from block to block; one thread at a time.
 */
public final class RansEncoder {

  private static final int EVENTS_MIN = 1024;

  private int[] events = new int[EVENTS_MIN];
  private byte[] words = new byte[0];
  private int count;

  /** Forgets all events, and makes room for {@code eventsMax}. */
  public void begin(int eventsMax) {
    count = 0;
    if (events.length < eventsMax) {
      events = new int[eventsMax];
    }
  }

  /**
   * Adds an event.
   *
   * @param start 0 to 65535
   * @param frequency 1 to 65535, {@code start + frequency} at most 65536
   */
  public void put(int start, int frequency) {
    events[count++] = start << Rans.SCALE_BITS | frequency;
  }

  /**
   * Adds {@code value} of {@code bits} bits, all values equally likely.
   *
   * @param bits 1 to 16
   */
  public void putBits(int value, int bits) {
    int shift = Rans.SCALE_BITS - bits;
    put(value << shift, 1 << shift);
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
    int[] coded = events;
    byte[] buffer = words;
    long state = Rans.LOW | check;
    int first = limit;
    for (int i = count - 1; i >= 0; i--) {
      int event = coded[i];
      long frequency = event & 0xFFFF;
      if (state >= frequency << 47) {
        first -= Integer.BYTES;
        if (first < 0) {
          return -1;
        }
        Rans.putWord(buffer, first, (int) state);
        state >>>= 32;
      }
      long quotient = state / frequency;
      state =
          (quotient << Rans.SCALE_BITS)
              + (state - quotient * frequency)
              + (event >>> Rans.SCALE_BITS);
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
