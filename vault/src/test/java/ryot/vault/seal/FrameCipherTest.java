package ryot.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ryot.testkit.Property;

class FrameCipherTest {
  private final SecretKey key = SecretKey.taking(Vectors.hex("5a".repeat(32)));
  private final FrameCipher cipher = new FrameCipher(key);

  @AfterEach
  void close() {
    cipher.close();
    key.close();
  }

  @Test
  void whatWasSealedOpensFromHeapAndDirectBuffers() {
    long[] counter = {0};
    Property.check(
        choices -> new Frame(choices.bytes(300), choices.bytes(40), choices.flag()),
        frame -> {
          long frameNumber = counter[0]++;
          ByteBuffer sealed = allocate(frame.plaintext.length + 16 + 3, frame.direct).position(3);
          int written =
              cipher.seal(
                  frameNumber,
                  ByteBuffer.wrap(frame.aad),
                  ByteBuffer.wrap(frame.plaintext),
                  sealed);
          assertThat(written).isEqualTo(frame.plaintext.length + FrameCipher.TAG_BYTES);
          assertThat(sealed.remaining()).isZero();

          ByteBuffer out = allocate(frame.plaintext.length, frame.direct);
          cipher.open(frameNumber, ByteBuffer.wrap(frame.aad), sealed.flip().position(3), out);
          byte[] opened = new byte[frame.plaintext.length];
          out.flip().get(opened);
          assertThat(opened).isEqualTo(frame.plaintext);
        });
  }

  private record Frame(byte[] plaintext, byte[] aad, boolean direct) {
    @Override
    public String toString() {
      return Arrays.toString(plaintext) + " with " + Arrays.toString(aad);
    }
  }

  private static ByteBuffer allocate(int size, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] aad = {1, 2, 3, 4, 5};
    byte[] sealed = seal(7, aad, new byte[40]);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertUnauthentic(7, aad, changed);
    }
    for (int bit = 0; bit < aad.length * 8; bit++) {
      byte[] changed = aad.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertUnauthentic(7, changed, sealed);
    }
  }

  @Test
  void anotherCounterOrKeyAndEveryTruncationAreFound() {
    byte[] aad = {};
    byte[] sealed = seal(7, aad, new byte[40]);
    assertUnauthentic(6, aad, sealed);
    assertUnauthentic(7L << 32, aad, sealed);
    for (int length = 0; length < sealed.length; length++) {
      assertUnauthentic(7, aad, Arrays.copyOf(sealed, length));
    }
    try (SecretKey other = SecretKey.random();
        FrameCipher otherCipher = new FrameCipher(other)) {
      assertThatThrownBy(
              () ->
                  otherCipher.open(
                      7, ByteBuffer.wrap(aad), ByteBuffer.wrap(sealed), ByteBuffer.allocate(40)))
          .isInstanceOf(UnauthenticException.class);
    }
  }

  @Test
  void noCounterSealsTwice() {
    seal(5, new byte[0], new byte[1]);
    assertThatThrownBy(() -> seal(5, new byte[0], new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("frame 5 would be sealed after frame 5");
    assertThatThrownBy(() -> seal(4, new byte[0], new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> seal(-1, new byte[0], new byte[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void framesHaveABound() {
    byte[] largest = new byte[FrameCipher.PLAINTEXT_MAX];
    assertThat(seal(0, new byte[0], largest)).hasSize(largest.length + 16);
    assertThatThrownBy(() -> seal(1, new byte[0], new byte[largest.length + 1]))
        .hasMessageContaining("at most 65,536 bytes, and this has 65,537");
    assertThatThrownBy(
            () ->
                cipher.seal(
                    2, ByteBuffer.allocate(0), ByteBuffer.allocate(9), ByteBuffer.allocate(24)))
        .hasMessageContaining("takes 25 bytes, and the buffer has room for 24");
  }

  private byte[] seal(long counter, byte[] aad, byte[] plaintext) {
    ByteBuffer sealed = ByteBuffer.allocate(plaintext.length + FrameCipher.TAG_BYTES);
    cipher.seal(counter, ByteBuffer.wrap(aad), ByteBuffer.wrap(plaintext), sealed);
    return sealed.array();
  }

  private void assertUnauthentic(long counter, byte[] aad, byte[] sealed) {
    byte[] out = new byte[sealed.length];
    assertThatThrownBy(
            () ->
                cipher.open(
                    counter, ByteBuffer.wrap(aad), ByteBuffer.wrap(sealed), ByteBuffer.wrap(out)))
        .isInstanceOf(UnauthenticException.class);
    assertThat(out).isEqualTo(new byte[out.length]);
  }
}
