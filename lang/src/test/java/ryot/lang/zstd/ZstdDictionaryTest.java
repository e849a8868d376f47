package ryot.lang.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import ryot.lang.Codec;
import ryot.lang.CodecContract;
import ryot.lang.MalformedPayloadException;

class ZstdDictionaryTest extends CodecContract {

  private static final ZstdDictionary DICTIONARY = Sentences.dictionary();

  @Override
  protected Codec codec() {
    return DICTIONARY.newCodec();
  }

  @Test
  void itShortensShortMessages() {
    byte[] message = Sentences.message(7, 40);
    byte[] out = new byte[codec().bound(message.length)];
    int with = codec().encode(message, 0, message.length, out, 0);
    int without = ZstdCodec.plain(3).encode(message, 0, message.length, out, 0);
    assertThat(with).isLessThan(without * 9 / 10);
  }

  @Test
  void anotherDictionaryDoesNotDecode() {
    byte[] message = Sentences.message(7, 40);
    byte[] out = new byte[codec().bound(message.length)];
    int length = codec().encode(message, 0, message.length, out, 0);
    byte[] back = new byte[message.length];
    assertThatThrownBy(() -> ZstdCodec.plain(3).decode(out, 0, length, back, 0, back.length))
        .isInstanceOf(MalformedPayloadException.class);
  }

  @Test
  void theSameContentIsTheSameModel() {
    ZstdDictionary again = ZstdDictionary.of(DICTIONARY.content());
    assertThat(again.id()).isEqualTo(DICTIONARY.id());
    assertThat(again.id().toString()).hasSize(16);
  }

  @Test
  void bytesThatAreNoDictionaryAreRefused() {
    assertThatThrownBy(() -> ZstdDictionary.of(new byte[100]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a Zstandard dictionary");
  }

  @Test
  void aDictionaryThatIsCutShortIsRefused() {
    byte[] content = DICTIONARY.content();
    for (int length = 0; length < 100; length++) {
      byte[] cut = Arrays.copyOf(content, length);
      assertThatThrownBy(() -> ZstdDictionary.of(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("these " + length + " bytes are");
    }
  }

  @Test
  void tooFewMessagesTeachNothing() {
    DictionaryTrainer trainer = new DictionaryTrainer();
    trainer.add(new byte[5]);
    assertThatThrownBy(trainer::train)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at least 10 messages");
  }
}
