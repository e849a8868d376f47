package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import ryot.vault.seal.FrameCipher;
import ryot.vault.seal.Hkdf;
import ryot.vault.seal.SecretKey;
import ryot.vault.seal.UnauthenticException;
import ryot.vault.storage.Storage;

/**
 * A file that is written once as a whole, sealed: the manifest and the checkpoints.
 *
 * <pre>
 *   0  "RYOTSEAL" | content length u64 | salt 32
 *  48  frames of at most 64 KiB of content, each with its tag; bound to the 48 bytes before
 * </pre>
 *
 * <p>Its key is derived from the salt, which is drawn for each file, so that no key seals two.
 */
final class SealedFile {
  static final int SALT_BYTES = 32;

  /** The most bytes of content. */
  static final int CONTENT_MAX = 1 << 30;

  private static final long MAGIC = 0x52594f545345414cL; // "RYOTSEAL"
  private static final int HEADER_BYTES = 8 + 8 + SALT_BYTES;
  private static final int FRAME = FrameCipher.PLAINTEXT_MAX;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SealedFile() {}

  /** A salt that no other file has. */
  static byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }

  /** The bytes of a file with this content. */
  static byte[] seal(SecretKey source, String label, byte[] salt, byte[] content) {
    if (content.length > CONTENT_MAX) {
      throw new IllegalArgumentException(
          "%s has %,d bytes, and at most %,d fit".formatted(label, content.length, CONTENT_MAX));
    }
    byte[] header = header(salt, content.length);
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(fileBytes(content.length)));
    file.put(header);
    try (SecretKey key = key(source, label, salt);
        FrameCipher cipher = new FrameCipher(key)) {
      int counter = 0;
      for (int at = 0; at < content.length; at += FRAME) {
        ByteBuffer plain = ByteBuffer.wrap(content, at, Math.min(FRAME, content.length - at));
        cipher.seal(counter++, ByteBuffer.wrap(header), plain, file);
      }
    }
    return file.array();
  }

  /**
   * The content of a file.
   *
   * @param where what messages call the file
   * @throws TamperedException if it is not as it was written
   */
  static byte[] open(SecretKey source, String label, byte[] file, String where) {
    if (file.length < HEADER_BYTES) {
      throw new TamperedException(
          "%s: has %,d bytes, and its header alone has %d"
              .formatted(where, file.length, HEADER_BYTES));
    }
    ByteBuffer sealed = ByteBuffer.wrap(file);
    long magic = sealed.getLong();
    long length = sealed.getLong();
    byte[] salt = saltOf(file);
    if (magic != MAGIC
        || length < 0
        || length > CONTENT_MAX
        || file.length != fileBytes((int) length)) {
      throw new TamperedException(
          "%s: its header is not one that a vault wrote for %,d bytes"
              .formatted(where, file.length));
    }
    byte[] header = Arrays.copyOf(file, HEADER_BYTES);
    ByteBuffer content = ByteBuffer.allocate((int) length);
    int at = HEADER_BYTES;
    try (SecretKey key = key(source, label, salt);
        FrameCipher cipher = new FrameCipher(key)) {
      int counter = 0;
      while (content.hasRemaining()) {
        int size = Math.min(FRAME, content.remaining()) + FrameCipher.TAG_BYTES;
        cipher.open(counter++, ByteBuffer.wrap(header), ByteBuffer.wrap(file, at, size), content);
        at += size;
      }
    } catch (UnauthenticException e) {
      throw new TamperedException(
          "%s at byte %,d: not what this vault wrote".formatted(where, at), e);
    }
    return content.array();
  }

  /** The salt of a file, which has at least a header. */
  static byte[] saltOf(byte[] file) {
    return Arrays.copyOfRange(file, HEADER_BYTES - SALT_BYTES, HEADER_BYTES);
  }

  /** The most bytes of a file whose content has at most {@code contentMax}. */
  static long fileBytes(int contentMax) {
    return HEADER_BYTES
        + contentMax
        + (long) FrameCipher.TAG_BYTES * Math.ceilDiv(contentMax, FRAME);
  }

  private static byte[] header(byte[] salt, int length) {
    return ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(length).put(salt).array();
  }

  private static SecretKey key(SecretKey source, String label, byte[] salt) {
    return Hkdf.derive(source, salt, label, new byte[0], SecretKey.BYTES);
  }

  /** Reads a whole file, bounded. */
  static byte[] read(Storage storage, String name, int contentMax) throws IOException {
    return storage.readAll(name, (int) Math.min(Integer.MAX_VALUE - 8, fileBytes(contentMax)));
  }
}
