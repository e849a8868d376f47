package ryot.neural;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;
import ryot.lang.ModelId;
import ryot.lang.Tier;
import ryot.lang.wire.MessageCodec;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.StreamOptions;
import ryot.lang.wire.UnknownModelException;
import ryot.testkit.Choices;
import ryot.testkit.Property;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** Any bytes go through the neural tier and its frames and come back, and damage is said so. */
class NeuralCodecTest {

  private static final String TEXT =
      "The assistant answers: a B-tree is a balanced tree. Ein Baum; \u0434\u0435\u0440\u0435\u0432\u043e, \u6728, \uD83C\uDF33.\n";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static NeuralModel model;

  @BeforeAll
  static void open() throws IOException {
    Path file =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 3);
    model = NeuralModel.open(file, 2, NeuralOptions.DEFAULT.withSegmentBytes(200));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static byte[] encode(byte[] message) {
    return model.newCodec().encodeAll(List.of(message)).getFirst();
  }

  private static void assertRoundTrip(byte[] message) {
    Codec codec = model.newCodec();
    byte[] in = new byte[message.length + 9];
    System.arraycopy(message, 0, in, 4, message.length);
    byte[] out = new byte[codec.bound(message.length) + 5];
    int length = codec.encode(in, 4, message.length, out, 3);
    assertThat(length).isBetween(0, codec.bound(message.length));
    byte[] back = new byte[message.length + 2];
    codec.decode(out, 3, length, back, 1, message.length);
    assertThat(Arrays.copyOfRange(back, 1, 1 + message.length)).isEqualTo(message);
  }

  @Test
  void anyBytesComeBack() {
    Property.check(25, choices -> choices.bytes(200), NeuralCodecTest::assertRoundTrip);
  }

  @Test
  void anyTextComesBack() {
    Property.check(25, choices -> choices.text(150), text -> assertRoundTrip(text.getBytes(UTF_8)));
  }

  @Test
  void lengthsAroundEveryBoundaryComeBack() {
    int single = model.singleBytes();
    byte[] text = TEXT.repeat(30).getBytes(UTF_8);
    byte[] noise = new byte[2_000];
    new SplittableRandom(3).nextBytes(noise);
    for (int length : new int[] {0, 1, 201, single, single + 1, 1_100}) {
      assertRoundTrip(Arrays.copyOf(text, length));
      assertRoundTrip(Arrays.copyOf(noise, length));
      assertRoundTrip(new byte[length]);
    }
  }

  @Test
  void recordsAreCodedEachForItself() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] noise = new byte[80];
    random.nextBytes(noise);
    List<byte[]> contents =
        List.of(TEXT.getBytes(UTF_8), new byte[0], noise, TEXT.repeat(4).getBytes(UTF_8), noise);
    byte[] framed = framed(contents);
    assertThat(framed.length).isGreaterThan(model.singleBytes());
    assertRoundTrip(framed);
    assertThat(encode(framed)[0]).as("5 segments, framed").isEqualTo((byte) 11);
    assertRoundTrip(Arrays.copyOf(framed, framed.length - 1));
    assertThat(encode(Arrays.copyOf(framed, framed.length - 1))[0] & 1).isZero();
  }

  private static byte[] framed(List<byte[]> contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] content : contents) {
      out.write(content.length);
      out.write(content.length >>> 8);
      out.write(0);
      out.write(0);
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  @Test
  void manyMessagesAtOnceAreTheSameAsOneByOne() {
    Codec codec = model.newCodec();
    List<byte[]> messages = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 24; i++) {
      messages.add(TEXT.repeat(9).substring(i, i + 1 + random.nextInt(600)).getBytes(UTF_8));
    }
    List<byte[]> together = codec.encodeAll(messages);
    for (int i = 0; i < messages.size(); i++) {
      assertThat(encode(messages.get(i))).as("message %d", i).isEqualTo(together.get(i));
    }
    int[] lengths = messages.stream().mapToInt(message -> message.length).toArray();
    assertThat(codec.decodeAll(together, lengths)).containsExactlyElementsOf(messages);
  }

  @Test
  void aPayloadCutAnywhereIsCodedBytesOrTheNamedError() {
    byte[] message = TEXT.getBytes(UTF_8);
    byte[] payload = encode(message);
    int refused = 0;
    for (int length = 0; length < payload.length; length++) {
      refused += tryDecode(Arrays.copyOf(payload, length), message.length) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(payload.length * 3 / 4);
  }

  /** A payload that is no longer what the tier wrote, or not for that length. */
  private record Changed(byte[] payload, int rawLength) {}

  private static Changed changed(Choices choices, byte[] payload, int rawLength) {
    byte[] changed = payload.clone();
    int edits = choices.between(1, 4);
    for (int i = 0; i < edits; i++) {
      changed[choices.below(choices.flag() ? 8 : changed.length)] ^=
          (byte) (1 + choices.below(255));
    }
    int length = choices.flag() ? choices.below(changed.length + 1) : changed.length;
    int raw = choices.flag() ? choices.below(2 * rawLength + 1) : rawLength;
    return new Changed(Arrays.copyOf(changed, length), raw);
  }

  @Test
  void changedPayloadsAreCodedBytesOrTheNamedError() {
    for (int repeat : new int[] {1, 8}) {
      byte[] message = TEXT.repeat(repeat).getBytes(UTF_8);
      byte[] payload = encode(message);
      Property.check(
          100,
          choices -> changed(choices, payload, message.length),
          changed -> tryDecode(changed.payload(), changed.rawLength()));
    }
  }

  /** Decodes between guards: nothing outside the range may change. */
  private static boolean tryDecode(byte[] payload, int rawLength) {
    byte[] out = new byte[rawLength + 64];
    Arrays.fill(out, (byte) 0x5A);
    boolean decoded = true;
    try {
      model.newCodec().decode(payload, 0, payload.length, out, 32, rawLength);
    } catch (MalformedPayloadException e) {
      decoded = false;
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
    for (int i = 0; i < 32; i++) {
      assertThat(out[i]).isEqualTo((byte) 0x5A);
      assertThat(out[rawLength + 32 + i]).isEqualTo((byte) 0x5A);
    }
    return decoded;
  }

  @Test
  void aFrameNamesTheModelUnlessThatIsAgreed() {
    byte[] message = TEXT.repeat(2).getBytes(UTF_8);
    Sigma sigma = Sigma.plain().with(model);
    MessageCodec named = sigma.messages(EnumSet.of(Tier.NEURAL));
    MessageCodec agreed = sigma.agreeing().messages(EnumSet.of(Tier.NEURAL));
    List<byte[]> frames = agreed.encodeAll(List.of(message));
    assertThat(frames.getFirst()).hasSizeLessThan(message.length);
    assertThat(named.encode(message)).hasSize(frames.getFirst().length + 5);
    assertThat(named.decode(named.encode(message))).isEqualTo(message);
    assertThat(named.decode(frames.getFirst())).isEqualTo(message);
    assertThat(agreed.decodeAll(frames, new int[] {message.length})).containsExactly(message);
    assertThatThrownBy(() -> Sigma.standard().messages().decode(named.encode(message)))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("neural")
        .hasMessageContaining(model.id().toString().substring(0, 8));
  }

  @Test
  void aContainerNamesItsModelAndKeepsWhateverIsSmallest() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(TEXT.repeat(20).getBytes(UTF_8));
    byte[] noise = new byte[3_000];
    new SplittableRandom(4).nextBytes(noise);
    text.writeBytes(noise);
    Sigma sigma = Sigma.standard().with(model);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    EnumSet<Tier> tiers = EnumSet.of(Tier.NEURAL, Tier.TOKEN);
    try (OutputStream out = sigma.writer(packed, StreamOptions.ofBlocks(tiers))) {
      out.write(text.toByteArray());
      out.flush();
      out.write(noise);
    }
    byte[] container = packed.toByteArray();
    assertThat(sigma.reader(new ByteArrayInputStream(container)).readAllBytes())
        .startsWith(text.toByteArray())
        .endsWith(noise);
    Map<Tier, ModelId> named = Sigma.modelsNamed(new ByteArrayInputStream(container));
    assertThat(named).containsEntry(Tier.NEURAL, model.id()).containsKey(Tier.TOKEN);
    assertThat(Sigma.modelsNamed(new ByteArrayInputStream(noise))).isEmpty();
    assertThatThrownBy(
            () -> Sigma.standard().reader(new ByteArrayInputStream(container)).readAllBytes())
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining(model.id().toString());
  }
}
