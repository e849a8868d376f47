package ryot.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Joins the bytes of tokens and gives out whole characters. */
final class Utf8TokenDecoder implements TokenDecoder {
  private static final int LONGEST_CHARACTER = 4; // bytes

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

  /**
   * A decoder for a stream that goes on where {@code preceding} ends. Only so much of its end is
   * looked at as may still matter: the bytes of one character.
   */
  static Utf8TokenDecoder after(int[] preceding, PieceBytes pieces, boolean stripsFirstSpace) {
    Utf8TokenDecoder decoder = new Utf8TokenDecoder(pieces, stripsFirstSpace);
    int from = preceding.length;
    for (int bytes = 0; from > 0 && bytes < LONGEST_CHARACTER; from--) {
      pieces.requireToken(preceding[from - 1]);
      bytes += pieces.length(preceding[from - 1]);
    }
    for (int i = from; i < preceding.length; i++) {
      decoder.accept(preceding[i]);
    }
    return decoder;
  }

  @Override
  public String accept(int token) {
    pieces.requireToken(token);
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
