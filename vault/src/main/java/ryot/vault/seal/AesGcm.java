package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256 in Galois/Counter mode, NIST SP 800-38D, with 96-bit nonces and 128-bit tags, over one
 * key. It does not know which nonces were used: {@link FrameCipher} and {@link KeyFile} see to
 * that. For one thread at a time.
 */
final class AesGcm implements AutoCloseable {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private final HeapKey key;
  private final Cipher cipher;

  /** The key, of 32 bytes, is copied: it may be closed at once. */
  AesGcm(SecretKey key) {
    if (key.length() != SecretKey.BYTES) {
      throw new IllegalArgumentException(
          "AES-256 takes a key of 32 bytes, and this has " + key.length());
    }
    this.key = new HeapKey(key, "AES");
    this.cipher = Providers.cipher();
  }

  /** Writes ciphertext and tag: {@code plaintext.remaining() + TAG_BYTES} bytes. */
  int seal(byte[] nonce, ByteBuffer aad, ByteBuffer plaintext, ByteBuffer out) {
    try {
      begin(Cipher.ENCRYPT_MODE, nonce, aad);
      return cipher.doFinal(plaintext, out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to encrypt: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the plaintext: {@code sealed.remaining() - TAG_BYTES} bytes.
   *
   * @throws UnauthenticException if that is not what was sealed; {@code out} then has zeros
   */
  int open(byte[] nonce, ByteBuffer aad, ByteBuffer sealed, ByteBuffer out)
      throws UnauthenticException {
    int size = sealed.remaining() - TAG_BYTES;
    if (size < 0) {
      throw new UnauthenticException(
          "%d bytes are too few: a tag alone has %d".formatted(sealed.remaining(), TAG_BYTES));
    }
    int start = out.position();
    try {
      begin(Cipher.DECRYPT_MODE, nonce, aad);
      return cipher.doFinal(sealed, out);
    } catch (ShortBufferException
        | InvalidKeyException
        | InvalidAlgorithmParameterException refused) {
      throw new IllegalStateException(
          "AES-GCM refuses to decrypt: " + refused.getMessage(), refused);
    } catch (GeneralSecurityException e) {
      out.put(start, new byte[size]).position(start);
      throw new UnauthenticException("not what was sealed under this key and nonce", e);
    }
  }

  private void begin(int mode, byte[] nonce, ByteBuffer aad)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(aad);
  }

  /** Zeroes its copy of the key. */
  @Override
  public void close() {
    key.close();
  }

  /** Whose cipher it is. */
  static String providerName() {
    return Providers.cipher().getProvider().getName();
  }

  /** Amazon's provider where it is on the class path and runs, since it needs no warming. */
  private static final class Providers {
    private static final String CORRETTO =
        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private static final boolean FAST = runs();

    private static Cipher cipher() {
      try {
        return FAST
            ? Cipher.getInstance(TRANSFORMATION, corretto())
            : Cipher.getInstance(TRANSFORMATION);
      } catch (ReflectiveOperationException | NoSuchAlgorithmException | NoSuchPaddingException e) {
        throw new IllegalStateException("every JDK has AES-GCM, and this one refuses it", e);
      }
    }

    private static boolean runs() {
      try {
        Cipher.getInstance(TRANSFORMATION, corretto());
        return true;
      } catch (ReflectiveOperationException
          | LinkageError // its native library is not for this platform
          | NoSuchAlgorithmException
          | NoSuchPaddingException e) {
        return false;
      }
    }

    private static Provider corretto() throws ReflectiveOperationException {
      return (Provider) Class.forName(CORRETTO).getField("INSTANCE").get(null);
    }
  }
}
