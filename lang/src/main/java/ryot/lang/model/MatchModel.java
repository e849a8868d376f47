package ryot.lang.model;

import java.util.Arrays;

/**
 * Expects that what followed the last two tokens earlier in the same block follows again; and,
 * while there is nothing of that, what followed the last token, if that is not a frequent one.
 * Encoder and decoder feed it the same tokens and so hear the same guesses. Reused from block to
 * block; one thread at a time.
 */
final class MatchModel {

  /** Situations that a guess can be made in. */
  static final int SITUATIONS = 64;

  private static final int LENGTH_MAX = 15;
  private static final int TABLE_BITS = 11;
  private static final int FREQUENT = 80;

  /** The block's tokens: what is known so far is written here by whoever asks. */
  final char[] ids;

  private final char[] pairs = new char[1 << TABLE_BITS];
  private final char[] singles = new char[1 << TABLE_BITS];

  /** Where the guessed token stands in {@link #ids}; 0 for no guess. */
  private int guess;

  /**
   * Tokens that the guess has been right about, and before it the two that led to it; 0 for one.
   */
  private int length;

  MatchModel(int tokensMax) {
    ids = new char[tokensMax];
  }

  /** Begins a block. */
  void reset() {
    Arrays.fill(pairs, (char) 0);
    Arrays.fill(singles, (char) 0);
    guess = 0;
    length = 0;
  }

  /** Whether there is a guess about the next token. */
  boolean guesses() {
    return guess != 0;
  }

  /** The token that is guessed. */
  int guess() {
    return ids[guess];
  }

  /** The situation of the guess: how long it has been right, and how frequent a token it is. */
  int situation() {
    int token = ids[guess];
    int kind = token < 64 ? 0 : token < 1024 ? 1 : token < 8192 ? 2 : 3;
    return length << 2 | kind;
  }

  /** Takes note of the token at {@code at}, which has just become known. */
  void advance(int at) {
    char token = ids[at];
    boolean right = guess != 0 && ids[guess] == token;
    int next = at + 1;
    if (right && length > 0) {
      guess++;
      length = Math.min(length + 1, LENGTH_MAX);
    } else {
      guess = 0;
      length = 0;
    }
    if (at == 0) {
      singles[single(token)] = (char) next;
      return;
    }
    char before = ids[at - 1];
    int pair = pair(before, token);
    if (guess == 0) {
      find(at, before, token, pairs[pair]);
    }
    pairs[pair] = (char) next;
    singles[single(token)] = (char) next;
  }

  private void find(int at, char before, char token, int candidate) {
    if (candidate > 1 && ids[candidate - 1] == token && ids[candidate - 2] == before) {
      guess = candidate;
      length = 1;
      int back = 3;
      while (length < 4 && candidate >= back && ids[candidate - back] == ids[at + 1 - back]) {
        length++;
        back++;
      }
      return;
    }
    if (token >= FREQUENT) {
      int alone = singles[single(token)];
      if (alone > 0 && ids[alone - 1] == token) {
        guess = alone;
      }
    }
  }

  private static int pair(int before, int token) {
    return ((before * 0x9E3779B1 + token) * 0x85EBCA6B) >>> (32 - TABLE_BITS);
  }

  private static int single(int token) {
    return (token * 0x9E3779B1) >>> (32 - TABLE_BITS);
  }
}
