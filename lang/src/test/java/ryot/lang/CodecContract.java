package ryot.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** What holds for every tier: any bytes come back, and nothing but the named error leaves it. */
public abstract class CodecContract {

  private static final String TEXT =
      """
      The assistant answers: {"role":"user","content":"What is a B-tree?"}
      A B-tree is a balanced tree. Ein Baum, ein Ast; дерево, 木, \uD83C\uDF33.
      """;

  protected CodecContract() {}

  /** A fresh context of the tier under test. */
  protected abstract Codec codec();

  /** Whether a decoder may say this of bytes that nobody coded. */
  protected boolean isNamed(RuntimeException error) {
    return error instanceof MalformedPayloadException;
  }

  @Test
  void anyBytesComeBack() {
    Codec codec = codec();
    Property.check(300, choices -> choices.bytes(600), bytes -> assertRoundTrip(codec, bytes));
  }

  @Test
  void anyTextComesBack() {
    Codec codec = codec();
    Property.check(
        300,
        choices -> choices.text(400),
        text -> assertRoundTrip(codec, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void lengthsAroundEveryBoundaryComeBack() {
    Codec codec = codec();
    for (int length : new int[] {0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 4095, 4096, 65535, 65536}) {
      assertRoundTrip(codec, new byte[length]);
      assertRoundTrip(codec, noise(length, length));
      assertRoundTrip(
          codec, Arrays.copyOf(TEXT.repeat(700).getBytes(StandardCharsets.UTF_8), length));
    }
  }

  @Test
  void aContextThatFailedCodesTheNextMessage() {
    Codec codec = codec();
    byte[] payload = encode(codec, TEXT.getBytes(StandardCharsets.UTF_8));
    tryDecode(codec, Arrays.copyOf(payload, payload.length / 2), TEXT.length());
    assertRoundTrip(codec, TEXT.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPayloadCutAnywhereIsCodedBytesOrTheNamedError() {
    Codec codec = codec();
    byte[] message = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] payload = encode(codec, message);
    for (int length = 0; length < payload.length; length++) {
      tryDecode(codec, Arrays.copyOf(payload, length), message.length);
    }
  }

  @Test
  void changedPayloadsAreCodedBytesOrTheNamedError() {
    Codec codec = codec();
    byte[] message = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] payload = encode(codec, message);
    Property.check(
        2000,
        choices -> changed(choices, payload, message.length),
        changed -> tryDecode(codec, changed.payload(), changed.rawLength()));
  }

  @Test
  void rangesOutsideTheirArraysAreRefused() {
    Codec codec = codec();
    byte[] some = new byte[16];
    assertThatThrownBy(() -> codec.encode(some, 10, 7, new byte[1000], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> codec.encode(some, -1, 4, new byte[1000], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> codec.decode(some, 10, 7, new byte[16], 0, 7))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> codec.decode(some, 0, 16, new byte[16], 8, 16))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> codec.bound(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A payload that is no longer what the tier wrote, or not for that length. */
  private record Changed(byte[] payload, int rawLength) {}

  private static Changed changed(Choices choices, byte[] payload, int rawLength) {
    byte[] changed = payload.clone();
    int edits = choices.between(1, 4);
    for (int i = 0; i < edits && changed.length > 0; i++) {
      changed[choices.below(changed.length)] ^= (byte) (1 + choices.below(255));
    }
    int length = choices.flag() ? choices.below(changed.length + 1) : changed.length;
    int raw = choices.flag() ? choices.below(2 * rawLength + 1) : rawLength;
    return new Changed(Arrays.copyOf(changed, length), raw);
  }

  /** Decodes between guards: nothing outside the range may change. */
  private void tryDecode(Codec codec, byte[] payload, int rawLength) {
    byte[] out = new byte[rawLength + 64];
    Arrays.fill(out, (byte) 0x5A);
    try {
      codec.decode(payload, 0, payload.length, out, 32, rawLength);
    } catch (RuntimeException e) {
      if (!isNamed(e)) {
        throw e;
      }
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
    for (int i = 0; i < 32; i++) {
      assertThat(out[i]).isEqualTo((byte) 0x5A);
      assertThat(out[rawLength + 32 + i]).isEqualTo((byte) 0x5A);
    }
  }

  private static void assertRoundTrip(Codec codec, byte[] message) {
    byte[] in = new byte[message.length + 9];
    System.arraycopy(message, 0, in, 4, message.length);
    byte[] out = new byte[codec.bound(message.length) + 5];
    int length = codec.encode(in, 4, message.length, out, 3);
    assertThat(length).isBetween(0, codec.bound(message.length));
    byte[] back = new byte[message.length + 2];
    codec.decode(out, 3, length, back, 1, message.length);
    assertThat(Arrays.copyOfRange(back, 1, 1 + message.length)).isEqualTo(message);
  }

  private static byte[] encode(Codec codec, byte[] message) {
    byte[] out = new byte[codec.bound(message.length)];
    int length = codec.encode(message, 0, message.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  private static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
