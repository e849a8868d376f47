package ryot.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Joins the bytes of tokens and gives out whole characters. */
final class Utf8TokenDecoder implements TokenDecoder {
  private final PieceBytes pieces;
  private final boolean stripsFirstSpace;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] bytes = new byte[64];
  private CharBuffer chars = CharBuffer.allocate(64);
  private int held; // bytes at the front that belong to an unfinished character
  private boolean atStart = true;

  /**
   * @param stripsFirstSpace whether a space at the very beginning is the tokenizer's own and not
   *     the text's
   */
  Utf8TokenDecoder(PieceBytes pieces, boolean stripsFirstSpace) {
    this.pieces = pieces;
    this.stripsFirstSpace = stripsFirstSpace;
  }

  @Override
  public String accept(int token) {
    if (token < 0 || token >= pieces.size()) {
      throw new IllegalArgumentException(
          "token "
              + token
              + " is not in the vocabulary, whose ids go from 0 to "
              + (pieces.size() - 1));
    }
    int length = pieces.length(token);
    if (length == 0) {
      return "";
    }
    if (held + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, held + length);
    }
    int from = 0;
    int to = held + pieces.copy(token, bytes, held);
    if (atStart && stripsFirstSpace && bytes[0] == ' ') {
      from = 1;
    }
    atStart = false;
    return decode(from, to, false);
  }

  @Override
  public String finish() {
    String rest = decode(0, held, true);
    held = 0;
    atStart = true;
    return rest;
  }

  private String decode(int from, int to, boolean last) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    if (chars.capacity() < to - from) {
      chars = CharBuffer.allocate(to - from);
    }
    chars.clear();
    utf8.reset();
    utf8.decode(in, chars, last);
    held = in.remaining();
    in.get(bytes, 0, held);
    return chars.flip().toString();
  }
}
