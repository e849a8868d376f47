package ryot.engine.tokenizer;

import java.util.Arrays;

/**
 * The printable spelling that byte-level BPE gives each byte: printable Latin-1 characters stand
 * for themselves, the other 68 bytes for U+0100 and following, in order.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">GPT-2:
 *     bytes_to_unicode</a>
 */
final class ByteAlphabet {
  /** What {@link #byteOf} returns for a character that spells no byte. */
  static final int NO_BYTE = -1;

  private static final char[] SPELLING = new char[256];
  private static final int[] BYTES = new int[256 + 68];

  static {
    Arrays.fill(BYTES, NO_BYTE);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
      SPELLING[b] = (char) (printable ? b : next++);
      BYTES[SPELLING[b]] = b;
    }
  }

  private ByteAlphabet() {}

  /** The character that spells a byte from 0 to 255. */
  static char spelling(int unsignedByte) {
    return SPELLING[unsignedByte];
  }

  /** The byte from 0 to 255 that a character spells, or {@link #NO_BYTE}. */
  static int byteOf(char c) {
    return c < BYTES.length ? BYTES[c] : NO_BYTE;
  }
}
