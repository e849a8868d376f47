package ryot.lang.model;

import org.jspecify.annotations.Nullable;

/**
 * What may follow: for each context a list of tokens, the likeliest first, and the shape that says
 * how likely each rank is. Immutable.
 *
 * <p>Tables of order 2 have lists for some pairs of tokens too, whose records follow the others':
 * those are asked first.
 *
 * <p>A context is the token before, and for the most frequent tokens also the class of the one
 * before that. It leads to a record, which is a shape and a list; lists lie one behind the other. A
 * rank that a list does not have is a token of another list: a decoder need not look, since no
 * encoder writes it and the end of a coding tells.
 */
final class ContextLists {

  /** The most tokens in a list. */
  static final int LIST_MAX = 255;

  /** Classes that a token before the last can belong to, at most. */
  static final int PRIOR_CLASSES_MAX = 16;

  /**
   * Per last token, the opening tokens among them: {@code first record << 4 | mask of the class}.
   */
  final int[] contexts;

  /** Per token before the last, the opening tokens among them: its class, 0 to 15. */
  final byte[] priorClasses;

  /** Per record: the number of its list's shape. */
  private final byte[] shapes;

  /** Per record: where its list begins; and where the last ends. */
  private final int[] starts;

  /** All lists, and {@link Ranks#COUNT} tokens more, so that any rank is inside. */
  private final char[] tokens;

  /** Pairs of tokens that have a list of their own: only in tables of order 2. */
  final @Nullable PairContexts pairs;

  /**
   * Lists of these tokens.
   *
   * @param starts per record where its list begins, and where the last ends
   * @param tokens all lists, and at least {@link Ranks#COUNT} tokens more
   * @param pairs whose records are the last of all; null in tables of order 1
   */
  ContextLists(
      int[] contexts,
      byte[] priorClasses,
      byte[] shapes,
      int[] starts,
      char[] tokens,
      @Nullable PairContexts pairs) {
    this.contexts = contexts;
    this.priorClasses = priorClasses;
    this.shapes = shapes;
    this.starts = starts;
    this.tokens = tokens;
    this.pairs = pairs;
  }

  /** The record of a context of one token, and the class of another. */
  int record(int last, int prior) {
    int context = contexts[last];
    return (context >>> 4) + (priorClasses[prior] & context & 15);
  }

  /** The record of a context of two tokens, or -1 if there is none. */
  int deeper(int last, int prior) {
    return pairs == null ? -1 : pairs.record(last, prior);
  }

  /** How many tokens a context has at most: 1 or 2. */
  int order() {
    return pairs == null ? 1 : 2;
  }

  /** Number of records. */
  int count() {
    return shapes.length;
  }

  /** Number of records of contexts of one token: the first ones. */
  int countOfOne() {
    return pairs == null ? count() : pairs.firstRecord();
  }

  /** The shape of a record's list. */
  int shape(int record) {
    return shapes[record] & 0xFF;
  }

  /** How many tokens a record's list has. */
  int size(int record) {
    return starts[record + 1] - starts[record];
  }

  /**
   * The token at a rank.
   *
   * @param rank less than {@link Ranks#COUNT}
   */
  int token(int record, int rank) {
    return tokens[starts[record] + rank];
  }
}
