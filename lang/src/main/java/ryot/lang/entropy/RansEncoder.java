package ryot.lang.entropy;

/**
 * Takes events of both halves in the order in which a decoder will meet them, and codes them
 * backwards when all are known. Reused from block to block; one thread at a time.
 */
public final class RansEncoder {

  private static final int EVENTS_MIN = 1024;
  private static final int LOW_SHIFT = 16;
  private static final int SHIFT_SHIFT = 32;
  private static final int HALF_SHIFT = 40;
  private static final int SHIFT_MASK = 31;

  /**
   *
   *
   * <pre>
   * bit 0           16               32      40     41
   *     │ frequency │ start and value │ shift │ half │
   * </pre>
   */
  private long[] events = new long[EVENTS_MIN];

  private final int[] states = new int[2];
  private byte[] words = new byte[0];
  private int first;
  private int count;

  /** Forgets all events, and makes room for {@code eventsMax}. */
  public void begin(int eventsMax) {
    count = 0;
    if (events.length <= eventsMax) {
      events = new long[eventsMax + 1];
    }
  }

  /**
   * Adds an event.
   *
   * @param half 0 or 1: whose state takes it
   * @param frequency 1 to 65535
   * @param low {@code start + (value << scale)}, below 65536
   * @param shift bits of scale and value together, 0 to 16
   */
  public void put(int half, int frequency, int low, int shift) {
    putIf(-1, half, frequency, low, shift);
  }

  /**
   * Adds an event or not, without a branch.
   *
   * @param wanted -1 to add it, 0 to forget it
   */
  public void putIf(int wanted, int half, int frequency, int low, int shift) {
    events[count] =
        frequency
            | (long) low << LOW_SHIFT
            | (long) shift << SHIFT_SHIFT
            | (long) half << HALF_SHIFT;
    count -= wanted;
  }

  /**
   * Codes all events, if that takes less than {@code limit} bytes.
   *
   * @param check of the text
   * @param begins where the second half begins, of {@code beginsBits} bits, at most 16: none if
   *     there is no second half
   * @return the bytes written to {@code out} at {@code at}, or -1 if they would reach the limit
   */
  public int finish(int check, int begins, int beginsBits, byte[] out, int at, int limit) {
    if (words.length < limit) {
      words = new byte[limit];
    }
    first = limit;
    int longer = count == 0 ? 0 : half(count - 1);
    int both = count - 1;
    while (both >= 0 && half(both) == longer) {
      both--;
    }
    states[longer] = Rans.start(check);
    if (!code(both + 1, count)) {
      return -1;
    }
    if (both >= 0) {
      states[1 - longer] = Rans.start(handed(limit));
      if (!code(0, both + 1)) {
        return -1;
      }
    }
    if (beginsBits > 0 && !putSecond(begins, beginsBits)) {
      return -1;
    }
    int state = states[0];
    int wordBytes = limit - first;
    int stateBytes = (Integer.SIZE + 7 - Integer.numberOfLeadingZeros(state)) / 8;
    if (stateBytes + wordBytes >= limit) {
      return -1;
    }
    for (int i = 0; i < stateBytes; i++) {
      out[at + i] = (byte) (state >>> (8 * i));
    }
    System.arraycopy(words, first, out, at + stateBytes, wordBytes);
    return stateBytes + wordBytes;
  }

  /** The half of an event. */
  private int half(int event) {
    return (int) (events[event] >>> HALF_SHIFT);
  }

  /** Takes back the word that was written last: the first that a decoder wants; or 0. */
  private int handed(int limit) {
    if (first == limit) {
      return 0;
    }
    int word = Rans.word(words, first);
    first += Rans.WORD_BYTES;
    return word;
  }

  /** Codes what the second half begins with; false if there is no room. */
  private boolean putSecond(int begins, int beginsBits) {
    if (first < 4 * Rans.WORD_BYTES) {
      return false;
    }
    int second = states[1];
    int width = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(second) - Rans.NARROWEST;
    value(second >>> Rans.NARROWEST & (1 << width) - 1, width);
    value(second & 0xFFFF, Rans.NARROWEST);
    value(width, Rans.WIDTH_BITS);
    value(begins, beginsBits);
    return true;
  }

  /** Codes some events from the last to the first; false if there is no room. */
  private boolean code(int from, int to) {
    long[] coded = events;
    byte[] buffer = words;
    int[] both = states;
    int free = first;
    for (int i = to - 1; i >= from; i--) {
      long event = coded[i];
      int frequency = (int) event & 0xFFFF;
      int shift = (int) (event >>> SHIFT_SHIFT) & SHIFT_MASK;
      int half = (int) (event >>> HALF_SHIFT);
      int state = both[half];
      if (free < Rans.WORD_BYTES) {
        return false;
      }
      // A word is written always, and counts only if the state would leave its range.
      long most = ((long) frequency << (Integer.SIZE - shift)) - 1;
      int full = (int) ((most - (state & 0xFFFF_FFFFL)) >> 63);
      Rans.putWord(buffer, free - Rans.WORD_BYTES, state);
      free -= full & Rans.WORD_BYTES;
      state >>>= full & Rans.WORD_BITS;
      int quotient = Integer.divideUnsigned(state, frequency);
      int low = (int) (event >>> LOW_SHIFT) & 0xFFFF;
      both[half] = (quotient << shift) + low + state - quotient * frequency;
    }
    first = free;
    return true;
  }

  /** Codes a value of so many bits into the first half's state. There is room. */
  private void value(int value, int bits) {
    int state = states[0];
    if (bits > 0 && state >>> (Integer.SIZE - bits) != 0) {
      first -= Rans.WORD_BYTES;
      Rans.putWord(words, first, state);
      state >>>= Rans.WORD_BITS;
    }
    states[0] = state << bits | value;
  }
}
