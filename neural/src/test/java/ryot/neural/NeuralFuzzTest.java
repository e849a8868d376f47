package ryot.neural;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;
import ryot.lang.Tier;
import ryot.lang.wire.MalformedFrameException;
import ryot.lang.wire.NewerFormatException;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.SigmaInputStream;
import ryot.lang.wire.StreamOptions;
import ryot.lang.wire.UnknownModelException;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** Guided fuzzing of the neural tier: payloads, containers with its blocks, and any text. */
class NeuralFuzzTest {

  private static final String TEXT = "The assistant says: it is in the sea. Ein Baum, \u6728.\n";

  /** Bytes in front of a payload that say how long its text is. */
  private static final int LENGTH_BYTES = 2;

  /** Text of one segment or a few: the tiny model has room for about 500 bytes in one. */
  private static final int TEXT_MAX = 800;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static NeuralModel model;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Codec codec;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Sigma sigma;

  @BeforeAll
  static void open() throws IOException {
    Path file =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 3);
    NeuralOptions options = NeuralOptions.DEFAULT.withSegmentBytes(200).withVerify(false);
    model = NeuralModel.open(file, 1, options);
    codec = model.newCodec();
    sigma = Sigma.standard().with(model);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /**
   * A payload and how long a text it is to give.
   *
   * @param input a length of two bytes, little-endian, and the payload
   */
  @MethodSource("payloads")
  @FuzzTest(maxDuration = "1m")
  void payload(byte[] input) {
    if (input.length < LENGTH_BYTES) {
      return;
    }
    int raw = ((input[0] & 0xFF) | (input[1] & 0xFF) << 8) % (TEXT_MAX + 1);
    byte[] text = new byte[raw + 1];
    try {
      codec.decode(input, LENGTH_BYTES, input.length - LENGTH_BYTES, text, 0, raw);
    } catch (MalformedPayloadException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
    assertThat(text[raw]).as("what lies behind the text").isZero();
  }

  @MethodSource("containers")
  @FuzzTest(maxDuration = "1m")
  void container(byte[] container) throws IOException {
    try (SigmaInputStream in = sigma.reader(new ByteArrayInputStream(container))) {
      in.readNBytes(TEXT_MAX);
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "1m")
  void text(byte[] text) {
    byte[] payload = new byte[codec.bound(text.length)];
    int size = codec.encode(text, 0, text.length, payload, 0);
    byte[] back = new byte[text.length];
    codec.decode(payload, 0, size, back, 0, back.length);
    assertThat(back).isEqualTo(text);
  }

  static Stream<byte[]> texts() {
    byte[] noise = {-1, -2, 0, 7, -64, -128, 31, -1};
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < 12; i++) {
      byte[] content = i == 5 ? noise : Arrays.copyOf(TEXT.getBytes(UTF_8), 4 * i);
      records.writeBytes(new byte[] {(byte) content.length, 0, 0, 0});
      records.writeBytes(content);
    }
    records.writeBytes(new byte[] {(byte) 200, 0, 0, 0});
    records.writeBytes(Arrays.copyOf(TEXT.repeat(5).getBytes(UTF_8), 200));
    return Stream.of(
        new byte[0],
        noise,
        TEXT.getBytes(UTF_8),
        TEXT.repeat(14).getBytes(UTF_8),
        records.toByteArray());
  }

  static Stream<byte[]> payloads() {
    return texts()
        .map(
            text -> {
              byte[] out = new byte[LENGTH_BYTES + codec.bound(text.length)];
              out[0] = (byte) text.length;
              out[1] = (byte) (text.length >>> 8);
              int size = codec.encode(text, 0, text.length, out, LENGTH_BYTES);
              return Arrays.copyOf(out, LENGTH_BYTES + size);
            });
  }

  static Stream<byte[]> containers() {
    return texts()
        .map(
            text -> {
              ByteArrayOutputStream container = new ByteArrayOutputStream();
              StreamOptions way = StreamOptions.ofBlocks(EnumSet.of(Tier.NEURAL));
              try (OutputStream out = sigma.writer(container, way)) {
                out.write(text);
              } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
              }
              return container.toByteArray();
            });
  }
}
