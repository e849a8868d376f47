package ryot.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The UTF-8 bytes that each token stands for when text is made of it; none for control. Immutable.
 */
final class PieceBytes {
  private final byte[] bytes;
  private final int[] ends; // by token; a token's bytes begin where those of the one before end

  private PieceBytes(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** How the normal pieces of a vocabulary are spelled. */
  enum Spelling {
    /** One character of {@link ByteAlphabet} a byte. */
    BYTES {
      @Override
      byte[] decode(String piece) {
        byte[] decoded = new byte[piece.length()];
        for (int i = 0; i < decoded.length; i++) {
          int value = ByteAlphabet.byteOf(piece.charAt(i));
          if (value == ByteAlphabet.NO_BYTE) {
            return piece.getBytes(StandardCharsets.UTF_8);
          }
          decoded[i] = (byte) value;
        }
        return decoded;
      }
    },
    /** As text, with U+2581 for a space. */
    TEXT {
      @Override
      byte[] decode(String piece) {
        return piece.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
      }
    };

    /** What stands for a space in pieces spelled as text. */
    static final char SPACE = '\u2581';

    abstract byte[] decode(String piece);
  }

  static PieceBytes of(Vocabulary vocabulary, Spelling spelling) {
    byte[] bytes = new byte[vocabulary.size() * 8];
    int[] ends = new int[vocabulary.size()];
    int end = 0;
    for (int id = 0; id < ends.length; id++) {
      byte[] piece = decode(vocabulary.kind(id), vocabulary.piece(id), spelling);
      if (end + piece.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + piece.length));
      }
      System.arraycopy(piece, 0, bytes, end, piece.length);
      end += piece.length;
      ends[id] = end;
    }
    return new PieceBytes(Arrays.copyOf(bytes, end), ends);
  }

  private static byte[] decode(TokenKind kind, String piece, Spelling spelling) {
    return switch (kind) {
      case NORMAL -> spelling.decode(piece);
      case USER_DEFINED -> piece.getBytes(StandardCharsets.UTF_8);
      case BYTE -> new byte[] {parseByte(piece)};
      case CONTROL, UNKNOWN, UNUSED -> new byte[0];
    };
  }

  private static byte parseByte(String piece) {
    if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
      int high = Character.digit(piece.charAt(3), 16);
      int low = Character.digit(piece.charAt(4), 16);
      if (high >= 0 && low >= 0) {
        return (byte) ((high << 4) | low);
      }
    }
    throw new MalformedTokenizerException(
        TokenizerSpec.PIECES_KEY, "byte tokens spelled <0xHH>", "\"" + piece + "\"");
  }

  /** The bytes of {@code token}. */
  byte[] of(int token) {
    requireToken(token);
    return Arrays.copyOfRange(bytes, begin(token), ends[token]);
  }

  /** Copies the bytes of {@code token} to {@code target} from {@code at} on; returns how many. */
  int copy(int token, byte[] target, int at) {
    int begin = begin(token);
    int length = ends[token] - begin;
    System.arraycopy(bytes, begin, target, at, length);
    return length;
  }

  /** How many bytes {@code token} stands for. */
  int length(int token) {
    return ends[token] - begin(token);
  }

  /** Makes sure that {@code token} is in the vocabulary. */
  void requireToken(int token) {
    if (token < 0 || token >= ends.length) {
      throw new IllegalArgumentException(
          "token "
              + token
              + " is not in the vocabulary, whose ids go from 0 to "
              + (ends.length - 1));
    }
  }

  private int begin(int token) {
    return token == 0 ? 0 : ends[token - 1];
  }
}
