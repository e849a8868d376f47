package ryot.lang.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What may follow: for each context a list of tokens, the likeliest first, and the shape that says
 * how likely each rank is. Immutable.
 *
 * <p>A context is the token before, and for the most frequent tokens also the class of the one
 * before that. What the decoder wants to know of it is in one record, of 64 bytes, but for the
 * number of its shape, which leads to other tables and so is wanted earlier than the record comes:
 *
 * <pre>
 * byte   0       2       6                              64
 *        │ count │ rest  │ tokens u16 of rank 0 to 28    │
 * </pre>
 *
 * and the tokens of ranks from 29 are at {@code rest} of another array.
 */
final class ContextLists {

  /** The most tokens in a list: a rank and "none of them" fit into 256 symbols. */
  static final int LIST_MAX = 255;

  /** Classes that a token before the last can belong to, at most. */
  static final int PRIOR_CLASSES_MAX = 16;

  /** Bytes of a record. */
  static final int RECORD = 64;

  /** Tokens in a record. */
  static final int NEAR = 29;

  private static final int REST = 2;
  private static final int HEAD = 6;

  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Per last token, the start token among them: {@code first record << 4 | mask of the class}. */
  final int[] contexts;

  /** Per token before the last: its class, 0 to 15. */
  final byte[] priorClasses;

  /** Per record: the number of its list's shape. */
  final byte[] shapes;

  private final byte[] records;
  private final char[] rest;

  ContextLists(int[] contexts, byte[] priorClasses, byte[] shapes, byte[] records, char[] rest) {
    this.contexts = contexts;
    this.priorClasses = priorClasses;
    this.shapes = shapes;
    this.records = records;
    this.rest = rest;
  }

  /** Writes a record; its first {@link #NEAR} tokens are part of it. */
  static void put(byte[] records, int record, char[] tokens, int size, int restAt) {
    int at = record * RECORD;
    U16.set(records, at, (char) size);
    U32.set(records, at + REST, restAt);
    for (int rank = 0; rank < Math.min(size, NEAR); rank++) {
      U16.set(records, at + HEAD + 2 * rank, tokens[rank]);
    }
  }

  /** The record of a context. */
  int record(int last, int prior) {
    int context = contexts[last];
    return (context >>> 4) + (priorClasses[prior] & context & 15);
  }

  /** Number of records. */
  int count() {
    return shapes.length;
  }

  /** The shape of a record's list. */
  int shape(int record) {
    return shapes[record] & 0xFF;
  }

  /** How many tokens a record's list has. */
  int size(int record) {
    return (char) U16.get(records, record * RECORD);
  }

  /**
   * The token at a rank.
   *
   * @param rank less than {@link #size}
   */
  int token(int record, int rank) {
    int at = record * RECORD;
    return rank < NEAR
        ? (char) U16.get(records, at + HEAD + 2 * rank)
        : rest[(int) U32.get(records, at + REST) + rank - NEAR];
  }
}
