package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;
import ryot.lang.token.TrainingText;

/** Guided fuzzing of the token tier: payloads, and the files that tables come from. */
class TokenFuzzTest {

  /** Bytes in front of a payload that say how long its text is. */
  private static final int LENGTH_BYTES = 3;

  private static final int RAW_MAX = 3 * TokenCodec.BLOCK_BYTES;
  private static final byte[] TEXT = letter(7);
  private static final Codec CODEC = new TokenCodec(TokenTables.standard());

  /**
   * A payload and how long a text it is to give.
   *
   * @param input a length of three bytes, little-endian, and the payload
   */
  @MethodSource("payloads")
  @FuzzTest(maxDuration = "1m")
  void payload(byte[] input) {
    if (input.length < LENGTH_BYTES) {
      return;
    }
    int raw = ((input[0] & 0xFF) | (input[1] & 0xFF) << 8 | (input[2] & 0xFF) << 16) % RAW_MAX;
    byte[] text = new byte[raw + 1];
    try {
      CODEC.decode(input, LENGTH_BYTES, input.length - LENGTH_BYTES, text, 0, raw);
    } catch (MalformedPayloadException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
    assertThat(text[raw]).as("what lies behind the text").isZero();
  }

  /** A file is refused, or gives tables that code any text. */
  @MethodSource("files")
  @FuzzTest(maxDuration = "1m")
  void tables(byte[] file) {
    TokenTables tables;
    try {
      tables = TokenTables.read(file);
    } catch (MalformedTablesException e) {
      assertThat(e).hasMessageContaining("token tables");
      return;
    }
    Codec codec = new TokenCodec(tables);
    byte[] out = new byte[codec.bound(TEXT.length)];
    int size = codec.encode(TEXT, 0, TEXT.length, out, 0);
    byte[] back = new byte[TEXT.length];
    codec.decode(out, 0, size, back, 0, back.length);
    assertThat(back).isEqualTo(TEXT);
  }

  static Stream<byte[]> payloads() {
    return Stream.of(
            "".getBytes(StandardCharsets.UTF_8),
            TEXT,
            Arrays.copyOf(TEXT, 40),
            "[1, 22, 333]\n".repeat(90).getBytes(StandardCharsets.UTF_8),
            "la la ".repeat(12_000).getBytes(StandardCharsets.UTF_8))
        .map(
            text -> {
              byte[] out = new byte[LENGTH_BYTES + CODEC.bound(text.length)];
              for (int i = 0; i < LENGTH_BYTES; i++) {
                out[i] = (byte) (text.length >>> (8 * i));
              }
              int size = CODEC.encode(text, 0, text.length, out, LENGTH_BYTES);
              return Arrays.copyOf(out, LENGTH_BYTES + size);
            });
  }

  static Stream<byte[]> files() {
    TrainingText text = new TrainingText(1 << 16);
    for (int i = 0; i < 40; i++) {
      text.add(i, letter(i));
    }
    TokenTrainer.Options small = new TokenTrainer.Options(300, 4, 4, 4, 2, 1 << 16);
    return Stream.of(new TokenTrainer(small, step -> {}).train(text));
  }

  private static byte[] letter(int number) {
    return "Dear customer %d, your parcel zk-%04d has left the depot in Wuppertal.\n"
        .formatted(number, number * 7 % 9973)
        .repeat(4)
        .getBytes(StandardCharsets.UTF_8);
  }
}
