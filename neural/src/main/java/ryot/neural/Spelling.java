package ryot.neural;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import ryot.engine.tokenizer.Tokenizer;

/**
 * Any bytes as a model's tokens, and what no token spells as bytes between them. Where the
 * tokenizer's own tokens spell a text exactly, it is these, which the model knows best; else the
 * longest piece is taken from left to right. Immutable.
 */
final class Spelling {

  /** The longest piece that is looked for, bytes. */
  private static final int PIECE_MAX = 32;

  private final Tokenizer tokenizer;
  private final byte[][] pieces;
  private final Map<String, Integer> tokens = new HashMap<>();

  /** The spelling of {@code tokenizer}. */
  Spelling(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    pieces = new byte[tokenizer.vocabulary().size()][];
    for (int token = 0; token < pieces.length; token++) {
      pieces[token] = tokenizer.bytes(token);
      if (pieces[token].length > 0 && pieces[token].length <= PIECE_MAX) {
        tokens.putIfAbsent(new String(pieces[token], StandardCharsets.ISO_8859_1), token);
      }
    }
  }

  /** The bytes that {@code token} stands for; none for control. Not to be changed. */
  byte[] piece(int token) {
    return pieces[token];
  }

  /** How a byte that no token spells stands among tokens: as a negative number. */
  static int escaped(byte value) {
    return ~(value & 0xFF);
  }

  /** The byte that {@link #escaped} made {@code item} of. */
  static byte unescaped(int item) {
    return (byte) ~item;
  }

  /** Tokens, and escaped bytes, that spell {@code text[from, from + length)}. */
  int[] items(byte[] text, int from, int length) {
    Items items = new Items(length);
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(text, from, length);
    CharBuffer chars = CharBuffer.allocate(length);
    while (in.hasRemaining()) {
      int begin = in.position();
      chars.clear();
      utf8.reset();
      utf8.decode(in, chars, true);
      int end = in.position();
      if (end > begin) {
        spell(chars.flip().toString(), text, begin, end, items);
      }
      if (end < from + length) {
        longest(text, end, end + 1, items);
        in.position(end + 1);
      }
    }
    return items.toArray();
  }

  /** Well-formed text, also as {@code bytes[from, to)}. */
  private void spell(String text, byte[] bytes, int from, int to, Items items) {
    int[] own = tokenizer.encode(text, false);
    int at = from;
    for (int token : own) {
      byte[] piece = pieces[token];
      if (piece.length == 0
          || piece.length > to - at
          || !Arrays.equals(piece, 0, piece.length, bytes, at, at + piece.length)) {
        longest(bytes, from, to, items);
        return;
      }
      at += piece.length;
    }
    if (at != to) {
      longest(bytes, from, to, items);
      return;
    }
    for (int token : own) {
      items.add(token);
    }
  }

  private void longest(byte[] bytes, int from, int to, Items items) {
    int at = from;
    while (at < to) {
      int length = Math.min(PIECE_MAX, to - at);
      String rest = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
      Integer token = tokens.get(rest);
      while (token == null && length > 1) {
        token = tokens.get(rest.substring(0, --length));
      }
      items.add(token == null ? escaped(bytes[at]) : token);
      at += length;
    }
  }

  /** At most one for each byte. */
  private static final class Items {
    private final int[] items;
    private int count;

    Items(int most) {
      items = new int[most];
    }

    void add(int item) {
      items[count++] = item;
    }

    int[] toArray() {
      return Arrays.copyOf(items, count);
    }
  }
}
