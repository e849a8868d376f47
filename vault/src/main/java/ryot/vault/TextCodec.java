package ryot.vault;

import java.nio.charset.StandardCharsets;

/** How texts are stored: a port, so that the vault needs to know no compression. */
public interface TextCodec {
  /** What is stored with each text, so that it is read as it was written: 1 to 255; 0 is plain. */
  int code();

  /** The text as it is stored. */
  byte[] encode(String text);

  /**
   * The text that was stored.
   *
   * @throws IllegalArgumentException if it cannot be read, such as by an older version
   */
  String decode(byte[] stored);

  /** Texts in UTF-8, which every vault reads. */
  static TextCodec plain() {
    return new TextCodec() {
      @Override
      public int code() {
        return 0;
      }

      @Override
      public byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public String decode(byte[] stored) {
        return new String(stored, StandardCharsets.UTF_8);
      }
    };
  }
}
