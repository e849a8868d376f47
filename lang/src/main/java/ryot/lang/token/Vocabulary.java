package ryot.lang.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * ΣLANG's own vocabulary: byte strings of 1 to 16 bytes, pieces, words and phrases, all 256 single
 * bytes among them, so that any bytes can be spelled. Ids run from 0, the most frequent first.
 * Immutable.
 */
public final class Vocabulary {

  /** The longest token, bytes. */
  public static final int TOKEN_BYTES_MAX = 16;

  /** The most tokens: an id takes 16 bits, and one value of them means "none". */
  public static final int SIZE_MAX = 65_535;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The text of token i at {@code i * TOKEN_BYTES_MAX}, filled up with zeros. */
  private final byte[] texts;

  private final byte[] lengths;

  private Vocabulary(byte[] texts, byte[] lengths) {
    this.texts = texts;
    this.lengths = lengths;
  }

  /**
   * The vocabulary of these tokens.
   *
   * @param lengths of each token, 1 to 16
   * @param text all tokens one after the other
   * @throws IllegalArgumentException unless it spells every byte, and each token once
   */
  public static Vocabulary of(byte[] lengths, byte[] text) {
    if (lengths.length > SIZE_MAX) {
      throw new IllegalArgumentException(
          "a vocabulary has at most %d tokens, not %d".formatted(SIZE_MAX, lengths.length));
    }
    byte[] texts = new byte[lengths.length * TOKEN_BYTES_MAX];
    boolean[] single = new boolean[256];
    int at = 0;
    for (int id = 0; id < lengths.length; id++) {
      int length = lengths[id];
      if (length < 1 || length > TOKEN_BYTES_MAX || length > text.length - at) {
        throw new IllegalArgumentException(
            "token %d has %d bytes; 1 to %d, and inside the text, are possible"
                .formatted(id, length, TOKEN_BYTES_MAX));
      }
      System.arraycopy(text, at, texts, id * TOKEN_BYTES_MAX, length);
      if (length == 1) {
        single[text[at] & 0xFF] = true;
      }
      at += length;
    }
    for (int value = 0; value < single.length; value++) {
      if (!single[value]) {
        throw new IllegalArgumentException("no token spells the byte %d".formatted(value));
      }
    }
    requireDistinct(texts, lengths);
    return new Vocabulary(texts, lengths.clone());
  }

  private static void requireDistinct(byte[] texts, byte[] lengths) {
    int mask = 4 * Integer.highestOneBit(lengths.length) - 1;
    int[] found = new int[mask + 1]; // by hash, with steps to the next free place: id + 1
    for (int id = 0; id < lengths.length; id++) {
      long begin = (long) LONG.get(texts, id * TOKEN_BYTES_MAX);
      long end = (long) LONG.get(texts, id * TOKEN_BYTES_MAX + Long.BYTES);
      long hash = (begin * 0x9E3779B97F4A7C15L ^ end) * 0xC2B2AE3D27D4EB4FL;
      int place = (int) (hash >>> Integer.SIZE) & mask;
      while (found[place] != 0) {
        int other = found[place] - 1;
        if (lengths[other] == lengths[id]
            && (long) LONG.get(texts, other * TOKEN_BYTES_MAX) == begin
            && (long) LONG.get(texts, other * TOKEN_BYTES_MAX + Long.BYTES) == end) {
          throw new IllegalArgumentException(
              "tokens %d and %d have the same text".formatted(other, id));
        }
        place = place + 1 & mask;
      }
      found[place] = id + 1;
    }
  }

  /** Number of tokens. */
  public int size() {
    return lengths.length;
  }

  /** Bytes of a token. */
  public int length(int token) {
    return lengths[token];
  }

  /** The byte of a token at {@code index}. */
  public int byteAt(int token, int index) {
    return texts[token * TOKEN_BYTES_MAX + index] & 0xFF;
  }

  /** The text of a token. */
  public byte[] text(int token) {
    byte[] text = new byte[lengths[token]];
    System.arraycopy(texts, token * TOKEN_BYTES_MAX, text, 0, text.length);
    return text;
  }

  /**
   * Writes a token and, after it, bytes that mean nothing: 16 in all, which have to fit.
   *
   * @return bytes of the token
   */
  public int spellWide(int token, byte[] out, int at) {
    int from = token * TOKEN_BYTES_MAX;
    LONG.set(out, at, (long) LONG.get(texts, from));
    LONG.set(out, at + Long.BYTES, (long) LONG.get(texts, from + Long.BYTES));
    return lengths[token];
  }

  /**
   * Writes a token if it has at most {@code room} bytes.
   *
   * @return bytes of the token, whether written or not
   */
  public int spell(int token, byte[] out, int at, int room) {
    int length = lengths[token];
    if (length <= room) {
      System.arraycopy(texts, token * TOKEN_BYTES_MAX, out, at, length);
    }
    return length;
  }
}
