package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.lang.Codec;
import ryot.lang.CodecContract;
import ryot.lang.MalformedPayloadException;
import ryot.lang.Tier;
import ryot.lang.zstd.DictionaryTrainer;
import ryot.lang.zstd.ZstdDictionary;
import ryot.testkit.Property;

class MessageCodecTest extends CodecContract {

  private static final byte[] ANSWER =
      """
      A hash table stores keys in an array of buckets. To find a key, it computes the key's hash,
      takes it modulo the number of buckets, and compares the few keys that are in that bucket.
      """
          .getBytes(StandardCharsets.UTF_8);

  @Override
  protected Codec codec() {
    return Sigma.standard().messages();
  }

  @Override
  protected boolean isNamed(RuntimeException error) {
    return error instanceof MalformedPayloadException
        || error instanceof NewerFormatException
        || error instanceof UnknownModelException;
  }

  @Test
  void aFrameIsNeverLongerThanTheMessageAndAFewBytes() {
    MessageCodec codec = Sigma.standard().messages();
    Property.check(
        500,
        choices -> choices.bytes(3_000),
        message -> assertThat(codec.encode(message)).hasSizeLessThanOrEqualTo(message.length + 3));
    byte[] noise = new byte[1 << 20];
    new SplittableRandom(1).nextBytes(noise);
    assertThat(codec.encode(noise)).hasSizeLessThanOrEqualTo(noise.length + 4);
  }

  @Test
  void theSmallestTierIsKept() {
    int auto = Sigma.standard().messages().encode(ANSWER).length;
    for (Tier tier : Tier.values()) {
      assertThat(auto)
          .isLessThanOrEqualTo(Sigma.standard().messages(EnumSet.of(tier)).encode(ANSWER).length);
    }
    assertThat(auto).isLessThan(ANSWER.length / 2);
  }

  @Test
  void twoBytesStandInFrontOfAMessageOfAKilobyte() {
    MessageCodec stored = Sigma.plain().messages(EnumSet.of(Tier.STORED));
    assertThat(stored.encode(new byte[15])).hasSize(16);
    assertThat(stored.encode(new byte[16])).hasSize(18);
    assertThat(stored.encode(new byte[2_047])).hasSize(2_049);
    assertThat(stored.encode(new byte[2_048])).hasSize(2_051);
  }

  @Test
  void aModelOfOnesOwnIsNamedAndNeeded() {
    ZstdDictionary own = dictionary();
    Sigma mine = Sigma.plain().with(own);
    byte[] frame = mine.messages().encode(ANSWER);
    assertThat(mine.messages().decode(frame)).isEqualTo(ANSWER);
    assertThatThrownBy(() -> Sigma.standard().messages().decode(frame))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("stream tier")
        .hasMessageContaining(own.id().toString().substring(0, 8).replaceFirst("^0+", ""));
  }

  @Test
  void agreeingSavesTheName() {
    ZstdDictionary own = dictionary();
    Sigma named = Sigma.plain().with(own);
    Sigma agreed = named.agreeing();
    byte[] frame = agreed.messages().encode(ANSWER);
    assertThat(named.messages().encode(ANSWER)).hasSize(frame.length + 5);
    assertThat(agreed.messages().decode(frame)).isEqualTo(ANSWER);
    assertThatThrownBy(() -> Sigma.plain().messages().decode(frame))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("agreed");
  }

  @Test
  void aNewerTierIsNamedAsSuch() {
    byte[] frame = {0x0E, 9, 1, 2, 3, 4, 0x55};
    assertThatThrownBy(() -> Sigma.standard().messages().decode(frame))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("tier 9")
        .hasMessageContaining("newer release");
  }

  @Test
  void aLanguageModelThatIsNotHereIsMissed() {
    assertThatThrownBy(() -> Sigma.standard().messages().decode(new byte[] {0x0F, 0x55}))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("neural")
        .hasMessageContaining("agreed");
  }

  @Test
  void manyMessagesAtOnceAreTheSameAsOneByOne() {
    MessageCodec codec = Sigma.standard().messages();
    List<byte[]> messages = List.of(ANSWER, new byte[0], new byte[] {1, 2, 3});
    List<byte[]> frames = codec.encodeAll(messages);
    assertThat(frames).containsExactly(messages.stream().map(codec::encode).toArray(byte[][]::new));
    assertThat(codec.decodeAll(frames, new int[] {ANSWER.length, 0, 3}))
        .containsExactlyElementsOf(messages);
    assertThatThrownBy(() -> codec.decodeAll(List.of(new byte[0]), new int[] {3}))
        .isInstanceOf(MalformedPayloadException.class);
  }

  @Test
  void aLengthIsBoundedBeforeThereIsRoomForIt() {
    MessageCodec codec = Sigma.standard().messages();
    byte[] huge = new byte[8];
    Varint.write(huge, 0, (Head.RAW_MAX << 3) | 3);
    assertThatThrownBy(() -> codec.decode(huge))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("at most 16777216");
    byte[] bomb = new byte[6];
    Varint.write(bomb, 0, (MessageCodec.RAW_MAX << 3) | 3);
    assertThatThrownBy(() -> codec.decode(bomb))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("more than any tier would shrink");
  }

  @Test
  void longRunsAreWithinThatBound() {
    MessageCodec codec = Sigma.standard().messages();
    byte[] zeros = new byte[MessageCodec.RAW_MAX];
    assertThat(codec.decode(codec.encode(zeros))).isEqualTo(zeros);
  }

  @Test
  void changedFramesAreBytesOrANamedError() {
    MessageCodec codec = Sigma.standard().messages();
    byte[] frame = codec.encode(ANSWER);
    Property.check(
        3_000,
        choices -> {
          byte[] changed = frame.clone();
          for (int i = choices.below(3); i >= 0; i--) {
            changed[choices.below(changed.length)] ^= (byte) (1 + choices.below(255));
          }
          return Arrays.copyOf(changed, choices.below(changed.length + 1));
        },
        changed -> assertThat(decodes(codec, changed)).isNotNegative());
  }

  /** Bytes that came out; 0 where a named error did. */
  private static int decodes(MessageCodec codec, byte[] frame) {
    try {
      return codec.decode(frame).length;
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      return 0;
    }
  }

  private static ZstdDictionary dictionary() {
    DictionaryTrainer trainer = new DictionaryTrainer();
    SplittableRandom random = new SplittableRandom(5);
    String text = new String(ANSWER, StandardCharsets.UTF_8);
    for (int i = 0; i < 3_000; i++) {
      String part = text.substring(random.nextInt(90)) + random.nextInt(1_000_000) + text;
      trainer.add(part.getBytes(StandardCharsets.UTF_8));
    }
    return trainer.train();
  }
}
