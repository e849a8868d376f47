package ryot.lang.model;

/**
 * What may follow: for each context a list of tokens, the likeliest first, and the shape that says
 * how likely each rank is. Immutable.
 *
 * <p>A context is the token before, and for the most frequent tokens also the class of the one
 * before that. Everything that the decoder wants to know of it is in one record, of 64 bytes:
 *
 * <pre>
 * u16 index  0       1       2   3       4                        32
 *        │ shape  │ count │ rest      │ tokens of rank 0 to 27    │
 * </pre>
 *
 * and the tokens of ranks from 28 are at {@code rest} of another array.
 */
final class ContextLists {

  /** The most tokens in a list: a rank and "none of them" fit into 256 symbols. */
  static final int LIST_MAX = 255;

  /** Classes that a token before the last can belong to, at most. */
  static final int PRIOR_CLASSES_MAX = 16;

  /** u16 of a record. */
  static final int RECORD = 32;

  /** u16 of a record before its tokens. */
  static final int HEAD = 4;

  /** Tokens in a record. */
  static final int NEAR = RECORD - HEAD;

  /** Per last token, the start token among them: {@code first record << 4 | mask of the class}. */
  final int[] contexts;

  /** Per token before the last: its class, 0 to 15. */
  final byte[] priorClasses;

  final char[] records;
  final char[] rest;

  ContextLists(int[] contexts, byte[] priorClasses, char[] records, char[] rest) {
    this.contexts = contexts;
    this.priorClasses = priorClasses;
    this.records = records;
    this.rest = rest;
  }

  /** Index in {@link #records} of the record of a context. */
  int record(int last, int prior) {
    int context = contexts[last];
    return ((context >>> 4) + (priorClasses[prior] & context & 15)) * RECORD;
  }

  /** Number of records. */
  int count() {
    return records.length / RECORD;
  }

  /** The shape of a record's list. */
  int shape(int record) {
    return records[record];
  }

  /** How many tokens a record's list has. */
  int size(int record) {
    return records[record + 1];
  }

  /**
   * The token at a rank.
   *
   * @param rank less than {@link #size}
   */
  int token(int record, int rank) {
    return rank < NEAR
        ? records[record + HEAD + rank]
        : rest[(records[record + 2] | records[record + 3] << 16) + rank - NEAR];
  }
}
