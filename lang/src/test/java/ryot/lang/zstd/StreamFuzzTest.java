package ryot.lang.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/** Guided fuzzing of the stream tier: payloads, sessions and dictionaries. */
class StreamFuzzTest {

  /** Bytes in front of a payload that say how long its text is. */
  private static final int LENGTH_BYTES = 2;

  private static final ZstdDictionary DICTIONARY = Sentences.dictionary();
  private static final Codec WITH = ZstdCodec.with(DICTIONARY);
  private static final Codec PLAIN = ZstdCodec.plain(ZstdCodec.LEVEL);
  private static final SessionCodec SESSION = SessionCodec.plain();

  /**
   * A payload and how long a text it is to give, with a dictionary and without.
   *
   * @param input a length of two bytes, little-endian, and the payload
   */
  @MethodSource("payloads")
  @FuzzTest(maxDuration = "1m")
  void payload(byte[] input) {
    if (input.length >= LENGTH_BYTES) {
      int raw = (input[0] & 0xFF) | (input[1] & 0xFF) << 8;
      decodes(WITH, input, LENGTH_BYTES, input.length - LENGTH_BYTES, raw);
      decodes(PLAIN, input, LENGTH_BYTES, input.length - LENGTH_BYTES, raw);
    }
  }

  /**
   * Payloads of one session, each with the length of its text and its own in a byte.
   *
   * @param input the two lengths and the payload, over and over
   */
  @MethodSource("sessions")
  @FuzzTest(maxDuration = "1m")
  void session(byte[] input) {
    SESSION.decodingCheckpoint();
    int at = 0;
    while (at + LENGTH_BYTES <= input.length) {
      int raw = input[at] & 0xFF;
      int size = Math.min(input[at + 1] & 0xFF, input.length - at - LENGTH_BYTES);
      if (!decodes(SESSION, input, at + LENGTH_BYTES, size, raw)) {
        SESSION.decodingCheckpoint();
      }
      at += LENGTH_BYTES + size;
    }
  }

  /** A file is refused, or is a dictionary that codes any text. */
  @MethodSource("dictionaries")
  @FuzzTest(maxDuration = "1m")
  void dictionary(byte[] content) {
    ZstdDictionary dictionary;
    try {
      dictionary = ZstdDictionary.of(content);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("./ryot lang train makes one");
      return;
    }
    Codec codec = dictionary.newCodec();
    byte[] text = Sentences.message(3, 9);
    byte[] out = new byte[codec.bound(text.length)];
    int size = codec.encode(text, 0, text.length, out, 0);
    byte[] back = new byte[text.length];
    codec.decode(out, 0, size, back, 0, back.length);
    assertThat(back).isEqualTo(text);
  }

  static Stream<byte[]> payloads() {
    return Stream.of(WITH, PLAIN)
        .flatMap(
            codec ->
                Stream.of(new byte[0], Sentences.message(1, 3), Sentences.message(2, 40))
                    .map(text -> prefixed(codec, text)));
  }

  private static byte[] prefixed(Codec codec, byte[] text) {
    byte[] out = new byte[LENGTH_BYTES + codec.bound(text.length)];
    out[0] = (byte) text.length;
    out[1] = (byte) (text.length >>> 8);
    int size = codec.encode(text, 0, text.length, out, LENGTH_BYTES);
    return Arrays.copyOf(out, LENGTH_BYTES + size);
  }

  static Stream<byte[]> sessions() {
    SessionCodec writer = SessionCodec.plain();
    ByteArrayOutputStream session = new ByteArrayOutputStream();
    for (int i = 0; i < 4; i++) {
      byte[] text = Arrays.copyOf(Sentences.message(i, 4), 120);
      byte[] out = new byte[writer.bound(text.length)];
      int size = writer.encode(text, 0, text.length, out, 0);
      session.write(text.length);
      session.write(size);
      session.write(out, 0, size);
    }
    return Stream.of(session.toByteArray());
  }

  static Stream<byte[]> dictionaries() {
    byte[] content = DICTIONARY.content();
    return Stream.of(Arrays.copyOf(content, 100), Arrays.copyOf(content, 1_024));
  }

  /** Whether these bytes are a payload; nothing is written behind their text. */
  private static boolean decodes(Codec codec, byte[] in, int from, int size, int raw) {
    byte[] text = new byte[raw + 1];
    boolean decoded = false;
    try {
      codec.decode(in, from, size, text, 0, raw);
      decoded = true;
    } catch (MalformedPayloadException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
    assertThat(text[raw]).as("what lies behind the text").isZero();
    return decoded;
  }
}
