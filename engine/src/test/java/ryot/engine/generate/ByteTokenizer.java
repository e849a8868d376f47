package ryot.engine.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.OptionalInt;
import ryot.engine.tokenizer.TokenDecoder;
import ryot.engine.tokenizer.TokenKind;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.Vocabulary;

/** The plainest tokenizer: a token for each byte of UTF-8, and one that ends the text. */
final class ByteTokenizer implements Tokenizer {

  static final int END = 256;

  @Override
  public int[] encode(String text, boolean control) {
    byte[] bytes = text.getBytes(UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = bytes[i] & 0xff;
    }
    return tokens;
  }

  @Override
  public Vocabulary vocabulary() {
    return new Bytes();
  }

  @Override
  public byte[] bytes(int token) {
    return token < END ? new byte[] {(byte) token} : new byte[0];
  }

  @Override
  public TokenDecoder decoder() {
    return new Decoder();
  }

  private static final class Decoder implements TokenDecoder {

    private final CharsetDecoder utf8 =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(16);

    @Override
    public String accept(int token) {
      if (token < END) {
        bytes.put((byte) token);
      }
      return decode(false);
    }

    @Override
    public String finish() {
      String rest = decode(true);
      utf8.reset();
      return rest;
    }

    private String decode(boolean end) {
      CharBuffer chars = CharBuffer.allocate(16);
      bytes.flip();
      utf8.decode(bytes, chars, end);
      bytes.compact();
      return chars.flip().toString();
    }
  }

  private static final class Bytes implements Vocabulary {

    @Override
    public int size() {
      return END + 1;
    }

    @Override
    public String piece(int token) {
      return token == END ? "<end>" : "<%02x>".formatted(token);
    }

    @Override
    public TokenKind kind(int token) {
      return token == END ? TokenKind.CONTROL : TokenKind.BYTE;
    }

    @Override
    public OptionalInt find(String piece) {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt bos() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt eos() {
      return OptionalInt.of(END);
    }

    @Override
    public boolean endsGeneration(int token) {
      if (token >= size()) {
        throw new IndexOutOfBoundsException("token " + token);
      }
      return token == END;
    }

    @Override
    public boolean addsBos() {
      return false;
    }

    @Override
    public boolean addsEos() {
      return false;
    }
  }
}
