package ryot.lang;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * The address of a model's content: the first eight bytes of its SHA-256. Models are never changed
 * under their id; another content is another model.
 *
 * @param value the eight bytes, the first one the highest
 */
public record ModelId(long value) {

  /** The id of a tier that needs no model. */
  public static final ModelId NONE = new ModelId(0);

  /** The address of {@code content}. */
  public static ModelId of(byte[] content) {
    try {
      return ofHash(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The address by a SHA-256 that is known already.
   *
   * @param hash at least its first eight bytes
   */
  public static ModelId ofHash(byte[] hash) {
    return new ModelId(ByteBuffer.wrap(hash).getLong());
  }

  /** The first four bytes, by which a short frame names it. */
  public int shortValue() {
    return (int) (value >>> 32);
  }

  /** Sixteen hexadecimal digits. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%016x", value);
  }
}
