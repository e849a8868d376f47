package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 under one key: what only its owner can compute, and nobody can tell from chance.
 *
 * <p>Inputs are joined without marks between them, so give each a fixed size or put its size before
 * it. For one thread at a time.
 */
public final class Hmac implements AutoCloseable {
  /** The bytes of a result. */
  public static final int BYTES = 32;

  private final HeapKey key;
  private final Mac mac;

  /** The key is copied: it may be closed at once. */
  public Hmac(SecretKey key) {
    this.key = new HeapKey(key, "HmacSHA256");
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(this.key);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256, and this one refuses it", e);
    }
  }

  /** Adds all bytes. */
  public Hmac add(byte[] bytes) {
    mac.update(bytes);
    return this;
  }

  /** Adds what remains of {@code bytes}, and leaves its position at the limit. */
  public Hmac add(ByteBuffer bytes) {
    mac.update(bytes);
    return this;
  }

  /** Adds eight bytes, the highest first. */
  public Hmac add(long value) {
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    return this;
  }

  /** The {@link #BYTES} bytes for all that was added; the next input begins anew. */
  public byte[] finish() {
    return mac.doFinal();
  }

  /** Zeroes its copy of the key. */
  @Override
  public void close() {
    key.close();
  }
}
