package ryot.vault.seal;

import java.nio.ByteBuffer;

/**
 * Seals and opens frames of up to 64 KiB: AES-256-GCM with a counter for a nonce.
 *
 * <pre>
 *   nonce   0000 | counter u64, highest byte first
 *   sealed  ciphertext, as long as the plaintext | tag, 16 bytes
 * </pre>
 *
 * <p>Two plaintexts sealed under one key and counter give both away, and the key's authentication
 * with them. So a key is made for one run of counters and never again; this class refuses a counter
 * that is not above the last one it sealed, and cannot know of other instances.
 *
 * <p>64 KiB are the most because the JDK's cipher compiles late: larger calls run for minutes at a
 * two-hundredth of its speed. Buffers on the heap are faster than direct ones. For one thread at a
 * time.
 */
public final class FrameCipher implements AutoCloseable {
  /** The bytes of a frame before it is sealed. */
  public static final int PLAINTEXT_MAX = 64 << 10;

  /** The bytes that sealing adds. */
  public static final int TAG_BYTES = AesGcm.TAG_BYTES;

  private final AesGcm cipher;
  private final byte[] nonce = new byte[AesGcm.NONCE_BYTES];
  private long sealedLast = -1;

  /** The key, of {@link SecretKey#BYTES}, is copied: it may be closed at once. */
  public FrameCipher(SecretKey key) {
    cipher = new AesGcm(key);
  }

  /**
   * Seals what remains of {@code plaintext}.
   *
   * @param counter from 0; above that of the call before
   * @param aad what the frame is bound to, and what opening it must give again; read to its limit
   * @param plaintext read to its limit
   * @param out where the sealed frame goes, other memory than the plaintext's
   * @return bytes written: those of the plaintext and {@link #TAG_BYTES}
   */
  public int seal(long counter, ByteBuffer aad, ByteBuffer plaintext, ByteBuffer out) {
    if (counter <= sealedLast) {
      throw new IllegalStateException(
          "frame %,d would be sealed after frame %,d, under a nonce that may have been used"
              .formatted(counter, sealedLast));
    }
    requireSize("a frame", plaintext.remaining(), PLAINTEXT_MAX);
    requireRoom(out, plaintext.remaining() + TAG_BYTES);
    sealedLast = counter;
    return cipher.seal(nonce(counter), aad, plaintext, out);
  }

  /**
   * Opens what remains of {@code sealed}.
   *
   * @param counter that of sealing
   * @param aad that of sealing; read to its limit
   * @param sealed read to its limit
   * @param out where the plaintext goes, other memory than the sealed frame's
   * @return bytes written: those of the sealed frame less {@link #TAG_BYTES}
   * @throws UnauthenticException if key, counter, associated data or frame are not those of
   *     sealing; nothing of the plaintext is then in {@code out}
   */
  public int open(long counter, ByteBuffer aad, ByteBuffer sealed, ByteBuffer out)
      throws UnauthenticException {
    if (counter < 0) {
      throw new IllegalArgumentException("frames are counted from 0, not from " + counter);
    }
    requireSize("a sealed frame", sealed.remaining(), PLAINTEXT_MAX + TAG_BYTES);
    requireRoom(out, sealed.remaining() - TAG_BYTES);
    return cipher.open(nonce(counter), aad, sealed, out);
  }

  private byte[] nonce(long counter) {
    ByteBuffer.wrap(nonce).putLong(Integer.BYTES, counter);
    return nonce;
  }

  private static void requireSize(String what, int size, int sizeMax) {
    if (size > sizeMax) {
      throw new IllegalArgumentException(
          "%s has at most %,d bytes, and this has %,d".formatted(what, sizeMax, size));
    }
  }

  private static void requireRoom(ByteBuffer out, int size) {
    if (out.remaining() < size) {
      throw new IllegalArgumentException(
          "the result takes %,d bytes, and the buffer has room for %,d"
              .formatted(size, out.remaining()));
    }
  }

  /** Whose AES-GCM it is: the JDK's, or Amazon Corretto's where that is on the class path. */
  public static String providerName() {
    return AesGcm.providerName();
  }

  /** Zeroes its copy of the key. */
  @Override
  public void close() {
    cipher.close();
  }
}
