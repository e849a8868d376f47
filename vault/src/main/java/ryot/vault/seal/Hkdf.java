package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Keys from keys: HKDF with SHA-256, RFC 5869, by the JDK. */
public final class Hkdf {
  /** The bytes that one key may yield by the RFC. */
  public static final int LENGTH_MAX = 255 * 32;

  private static final int LABEL_BYTES_MAX = 255;

  private Hkdf() {}

  /**
   * A key that says nothing about its source, nor about what the source yields for another salt,
   * label or info.
   *
   * <p>The RFC's {@code info} is {@code label length u8 | label | info}, so that no label with its
   * info equals another's.
   *
   * @param salt random and public, or empty
   * @param label what the key is for, up to 255 bytes in UTF-8
   * @param info what it is bound to, or empty
   * @param length bytes of the new key, 1 to {@link #LENGTH_MAX}
   * @return the new key, which the caller closes
   */
  public static SecretKey derive(
      SecretKey source, byte[] salt, String label, byte[] info, int length) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    if (name.length > LABEL_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a label has at most 255 bytes, and this has " + name.length);
    }
    byte[] context =
        ByteBuffer.allocate(1 + name.length + info.length)
            .put((byte) name.length)
            .put(name)
            .put(info)
            .array();
    byte[] material = source.copy();
    try {
      return SecretKey.taking(extractThenExpand(material, salt, context, length));
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** The RFC's two steps in one, with its own parameters. */
  static byte[] extractThenExpand(byte[] material, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "HKDF yields 1 to %,d bytes, and %,d were asked for".formatted(LENGTH_MAX, length));
    }
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(material)
                  .addSalt(salt)
                  .thenExpand(info, length));
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("this JDK has no HKDF-SHA256; JDK 25 or newer does", e);
    }
  }
}
