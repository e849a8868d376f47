package ryot.lang.model;

/**
 * How well the lists have done lately in this block: text that is unlike what the tables know has
 * escapes more often, and a few tokens tell. A running share of escapes, in 1/256, of tokens that
 * were not guessed.
 */
final class Mood {

  /** How many moods there are. */
  static final int COUNT = 3;

  /** The share at the beginning. */
  static final int START = 80;

  private static final int LOW = 56;
  private static final int HIGH = 104;

  private Mood() {}

  /** The mood of a share. */
  static int of(int share) {
    return ((LOW - share) >>> 31) + ((HIGH - share) >>> 31);
  }

  /**
   * The share after a token.
   *
   * @param escape -1 after an escape, 0 after a token that was found in its list
   */
  static int after(int share, int escape) {
    return share + (((256 - share) >> 3) & escape) - ((share >> 3) & ~escape);
  }
}
