package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the cipher until the JVM has compiled it: until then the JDK's runs at a two-hundredth of
 * its speed. Once for each JVM, on a thread of its own that keeps no JVM alive.
 */
public final class CipherWarmUp {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  /** What it takes at most, in frames of each size, sealed and opened. */
  private static final int BYTES_MAX = 48 << 20;

  private static final int FRAME_SMALL = 4 << 10;

  /** Megabytes a second from which it is compiled on any machine with AES instructions. */
  private static final long COMPILED_MB_PER_SECOND = 1_000;

  private CipherWarmUp() {}

  /** Begins it, unless it was begun, and returns at once. */
  public static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread.ofPlatform().name("cipher-warm-up").daemon().start(CipherWarmUp::run);
    }
  }

  private static void run() {
    try (SecretKey key = SecretKey.random();
        FrameCipher cipher = new FrameCipher(key)) {
      long counter = run(cipher, FRAME_SMALL, 0);
      run(cipher, FrameCipher.PLAINTEXT_MAX, counter);
    } catch (UnauthenticException e) {
      throw new IllegalStateException("a frame that was just sealed does not open", e);
    }
  }

  /** Seals and opens until a megabyte goes fast; returns the next counter. */
  private static long run(FrameCipher cipher, int frameBytes, long counterFirst)
      throws UnauthenticException {
    ByteBuffer plain = ByteBuffer.allocate(frameBytes);
    ByteBuffer sealed = ByteBuffer.allocate(frameBytes + FrameCipher.TAG_BYTES);
    ByteBuffer aad = ByteBuffer.allocate(32);
    long counter = counterFirst;
    int megabyte = 1 << 20;
    for (int done = 0; done < BYTES_MAX; done += megabyte) {
      long begun = System.nanoTime();
      for (int i = 0; i < megabyte / frameBytes; i++) {
        cipher.seal(counter, aad.clear(), plain.clear(), sealed.clear());
        cipher.open(counter++, aad.clear(), sealed.flip(), plain.clear());
      }
      if (2_000L * megabyte / (System.nanoTime() - begun) >= COMPILED_MB_PER_SECOND) {
        break;
      }
    }
    return counter;
  }
}
