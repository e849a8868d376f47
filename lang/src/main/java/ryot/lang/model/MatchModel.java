package ryot.lang.model;

import java.util.Arrays;

/**
 * Expects that what followed the last two tokens earlier in the same block follows again; and,
 * while there is nothing of that, what followed the last token, if that is not a frequent one. Both
 * halves of a block learn from each other. Encoder and decoder feed it the same tokens in the same
 * order and so hear the same guesses. Reused from block to block; one thread at a time.
 *
 * <p>An expectation is a number: the place of the token that is guessed, times 16, plus how many
 * tokens in a row led to it, 0 to 15, where 0 stands for the last token alone. 0 is no guess.
 */
final class MatchModel {

  /** Situations that a guess can be made in. */
  static final int SITUATIONS = 64;

  /** Where the first half's tokens begin. */
  static final int FIRST = 4;

  /** Stands before each half, and behind it: no token. */
  static final int NONE = 0xFFFF;

  private static final int LENGTH_BITS = 4;
  private static final int LENGTH_MAX = (1 << LENGTH_BITS) - 1;
  private static final int LENGTH_SEEN = 4;
  private static final int TABLE_BITS = 10;
  private static final int PLACE = 0xFFFF;
  private static final int FREQUENT = 80;

  /** The block's tokens: what is known so far is written here by whoever asks. */
  final char[] ids;

  /** By hash: {@code more of the hash << 16 | place}, of the token behind a pair. */
  private final int[] pairs = new int[1 << TABLE_BITS];

  /** By hash: {@code token << 16 | place}, of the token behind it. */
  private final int[] singles = new int[1 << TABLE_BITS];

  /**
   * A model for blocks of so many bytes.
   *
   * @param bytesMax at most {@link TokenCodec#BLOCK_BYTES}
   */
  MatchModel(int bytesMax) {
    ids = new char[bytesMax + 2 * FIRST + 2];
  }

  /** Blocks of so many bytes have room. */
  int bytesMax() {
    return ids.length - 2 * FIRST - 2;
  }

  /** Where the second half's tokens begin if the first has so many bytes. */
  static int second(int firstBytes) {
    return FIRST + firstBytes + 1 + FIRST;
  }

  /** Begins a block whose first half has so many bytes. */
  void reset(int firstBytes) {
    Arrays.fill(pairs, 0);
    Arrays.fill(singles, 0);
    Arrays.fill(ids, 0, FIRST, (char) NONE);
    Arrays.fill(ids, second(firstBytes) - FIRST, second(firstBytes), (char) NONE);
  }

  /** The token that is expected. */
  int guess(int expected) {
    return ids[expected >>> LENGTH_BITS];
  }

  /** The situation of a guess: how many tokens led to it, and how frequent the token is. */
  int situation(int expected) {
    int token = guess(expected);
    int kind = ((63 - token) >>> 31) + ((1023 - token) >>> 31) + ((8191 - token) >>> 31);
    return (expected & LENGTH_MAX) << 2 | kind;
  }

  /**
   * What is expected after the token at {@code at}, which has just become known.
   *
   * @param expected what was expected there
   */
  int after(int at, int expected) {
    int token = ids[at];
    int before = ids[at - 1];
    int hash = (before * 0x9E3779B1 + token) * 0x85EBCA6B;
    int pair = hash >>> (Integer.SIZE - TABLE_BITS);
    int single = (token * 0x9E3779B1) >>> (Integer.SIZE - TABLE_BITS);
    int known = pairs[pair];
    int alone = singles[single];
    pairs[pair] = hash << 16 | at + 1;
    singles[single] = token << 16 | at + 1;
    if ((expected & LENGTH_MAX) != 0 && guess(expected) == token) {
      int longer = (expected & LENGTH_MAX) < LENGTH_MAX ? 1 : 0;
      return expected + (1 << LENGTH_BITS) + longer;
    }
    if (((known ^ hash << 16) & ~PLACE) == 0 && known != 0) {
      return seen(at, known & PLACE);
    }
    int same = ((alone >>> 16 ^ token) - 1) >> 31;
    int rare = (FREQUENT - 1 - token) >> 31;
    return (alone & PLACE) << LENGTH_BITS & same & rare;
  }

  /** The expectation of a place that two tokens led to, and perhaps more. */
  private int seen(int at, int place) {
    int length = 1;
    while (length < LENGTH_SEEN && ids[place - 2 - length] == ids[at - 1 - length]) {
      length++;
    }
    return place << LENGTH_BITS | length;
  }
}
