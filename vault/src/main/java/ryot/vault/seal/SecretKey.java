package ryot.vault.seal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The bytes of a key, outside the heap, where no collection copies them; zeroed by {@link #close}.
 *
 * <p>The JDK's ciphers want arrays, so copies live on the heap while one works with a key; those
 * that this package makes are zeroed as soon as they were used. A closed key is an {@link
 * IllegalStateException} to whoever uses it. Any thread may use it.
 */
public final class SecretKey implements AutoCloseable {
  /** The bytes of a key for AES-256 and for HMAC-SHA-256. */
  public static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment bytes;

  private SecretKey(byte[] bytes) {
    this.bytes = arena.allocate(bytes.length);
    MemorySegment.copy(bytes, 0, this.bytes, ValueLayout.JAVA_BYTE, 0, bytes.length);
  }

  /** A key of {@link #BYTES} random bytes. */
  public static SecretKey random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return taking(bytes);
  }

  /** A key of these bytes, at least one; the array is zeroed. */
  public static SecretKey taking(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a key has at least one byte, and this has none");
    }
    SecretKey key = new SecretKey(bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  /** Its size in bytes. */
  public int length() {
    return Math.toIntExact(bytes.byteSize());
  }

  /** A copy on the heap, which the caller zeroes when done. */
  byte[] copy() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("this key was closed");
    }
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Zeroes it. Closing it again does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      bytes.fill((byte) 0);
      arena.close();
    }
  }

  /** Without its content. */
  @Override
  public String toString() {
    return "SecretKey[" + length() + " bytes]";
  }
}
