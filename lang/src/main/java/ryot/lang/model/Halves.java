package ryot.lang.model;

/**
 * Where a block is cut: its two halves are coded in turns, a token of each, so that what one waits
 * for, the other need not. Short blocks are all first half.
 */
final class Halves {

  /** Shorter blocks are not cut. */
  static final int CUT_MIN = 256;

  /** The second half begins at most so many bytes less one behind the middle. */
  static final int SPAN = 16;

  /** Bits that say how far behind the middle. */
  static final int SPAN_BITS = 4;

  private Halves() {}

  /** Bits that say where the second half of so many bytes begins. */
  static int bits(int length) {
    return length < CUT_MIN ? 0 : SPAN_BITS;
  }

  /** Bytes of the first half, if the second begins {@code behind} bytes behind the middle. */
  static int firstBytes(int length, int behind) {
    return length < CUT_MIN ? length : length / 2 + behind;
  }

  /** How far behind the middle the second half had better begin: at a space, if there is one. */
  static int behind(byte[] in, int from, int length) {
    if (length < CUT_MIN) {
      return 0;
    }
    int middle = from + length / 2;
    for (int i = 0; i < SPAN; i++) {
      if (in[middle + i] == ' ' && in[middle + i - 1] != ' ') {
        return i;
      }
    }
    return 0;
  }
}
