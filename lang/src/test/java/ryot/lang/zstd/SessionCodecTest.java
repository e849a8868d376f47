package ryot.lang.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.lang.MalformedPayloadException;
import ryot.testkit.Property;

class SessionCodecTest {

  @Test
  void messagesComeBackInTheirOrder() {
    for (SessionCodec codec :
        List.of(SessionCodec.plain(), SessionCodec.with(Sentences.dictionary()))) {
      Property.check(
          60,
          choices -> choices.list(20, c -> c.bytes(300)),
          messages -> {
            codec.checkpoint();
            List<byte[]> payloads = new ArrayList<>();
            for (byte[] message : messages) {
              payloads.add(encode(codec, message));
            }
            for (int i = 0; i < messages.size(); i++) {
              assertThat(decode(codec, payloads.get(i), messages.get(i).length))
                  .isEqualTo(messages.get(i));
            }
          });
    }
  }

  @Test
  void aMessageKnowsTheOnesBeforeIt() {
    SessionCodec codec = SessionCodec.plain();
    byte[] message = Sentences.message(3, 150);
    int first = encode(codec, message).length;
    int second = encode(codec, message).length;
    codec.checkpoint();
    assertThat(second).isLessThan(first / 8);
    assertThat(encode(codec, message)).hasSize(first);
  }

  @Test
  void whatLiesBehindACheckpointIsReadFromThere() {
    SessionCodec codec = SessionCodec.plain();
    encode(codec, Sentences.message(1, 100));
    codec.codingCheckpoint();
    byte[] message = Sentences.message(2, 100);
    byte[] payload = encode(codec, message);
    assertThat(decode(SessionCodec.plain(), payload, message.length)).isEqualTo(message);
  }

  @Test
  void longSessionsStayWithinTheWindow() {
    SessionCodec codec = SessionCodec.plain();
    for (int i = 0; i < 100; i++) {
      byte[] message = Sentences.message(i, 10_000);
      assertThat(decode(codec, encode(codec, message), message.length)).isEqualTo(message);
    }
  }

  @Test
  void aDamagedMessageEndsTheSessionUntilACheckpoint() {
    SessionCodec codec = SessionCodec.plain();
    byte[] message = Sentences.message(5, 100);
    byte[] payload = encode(codec, message);
    byte[] cut = Arrays.copyOf(payload, payload.length - 3);
    assertThatThrownBy(() -> decode(codec, cut, message.length))
        .isInstanceOf(MalformedPayloadException.class);
    assertThatThrownBy(() -> decode(codec, payload, message.length))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("checkpoint");
    codec.decodingCheckpoint();
    assertThat(decode(codec, payload, message.length)).isEqualTo(message);
  }

  @Test
  void changedPayloadsAreBytesOrTheNamedError() {
    byte[] message = Sentences.message(9, 200);
    SessionCodec codec = SessionCodec.plain();
    byte[] payload = encode(codec, message);
    Property.check(
        1_000,
        choices -> {
          byte[] changed = payload.clone();
          changed[choices.below(changed.length)] ^= (byte) (1 + choices.below(255));
          return Arrays.copyOf(changed, choices.below(changed.length) + 1);
        },
        changed -> {
          codec.decodingCheckpoint();
          try {
            decode(codec, changed, message.length);
          } catch (MalformedPayloadException e) {
            assertThat(e).hasMessageContaining("stream payload");
          }
        });
  }

  private static byte[] encode(SessionCodec codec, byte[] message) {
    byte[] out = new byte[codec.bound(message.length)];
    int length = codec.encode(message, 0, message.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  private static byte[] decode(SessionCodec codec, byte[] payload, int rawLength) {
    byte[] out = new byte[rawLength];
    codec.decode(payload, 0, payload.length, out, 0, rawLength);
    return out;
  }
}
