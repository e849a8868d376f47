package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class Utf8TokenDecoderTest {
  private static final PieceBytes EVERY_BYTE = everyByte();

  @Test
  void aCharacterComesOutWhenItsLastByteIsThere() {
    TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, false);
    assertThat(decoder.accept(0xF0)).isEmpty();
    assertThat(decoder.accept(0x9F)).isEmpty();
    assertThat(decoder.accept(0x98)).isEmpty();
    assertThat(decoder.accept(0x80)).isEqualTo("\uD83D\uDE00");
    assertThat(decoder.finish()).isEmpty();
  }

  @Test
  void aBrokenSequenceBecomesAReplacementAsSoonAsItIsKnownToBeBroken() {
    TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, false);
    assertThat(decoder.accept(0xE2)).isEmpty();
    assertThat(decoder.accept('a')).isEqualTo("\uFFFDa");
  }

  @Test
  void whatIsHeldBackAtTheEndIsAReplacement() {
    TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, false);
    assertThat(decoder.accept(0xE2)).isEmpty();
    assertThat(decoder.accept(0x82)).isEmpty();
    assertThat(decoder.finish()).isEqualTo("\uFFFD");
    assertThat(decoder.accept('a')).isEqualTo("a");
  }

  @Test
  void theFirstSpaceIsStrippedOnceWhereTheTokenizerAddsIt() {
    TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, true);
    assertThat(decoder.accept(' ')).isEmpty();
    assertThat(decoder.accept(' ')).isEqualTo(" ");
    assertThat(decoder.finish()).isEmpty();
    assertThat(decoder.accept('x')).isEqualTo("x");
    assertThat(decoder.accept(' ')).isEqualTo(" ");
  }

  @Test
  void anyBytesDecodeAsTheyWouldAtOnce() {
    SplittableRandom random = new SplittableRandom(7);
    int[] likely = {0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 'a', ' ', 0xED, 0xFF};
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) likely[random.nextInt(likely.length)];
      }
      TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, false);
      StringBuilder text = new StringBuilder();
      for (byte b : bytes) {
        text.append(decoder.accept(b & 0xFF));
      }
      text.append(decoder.finish());
      assertThat(text.toString()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void aStreamThatGoesOnFinishesTheCharacterBegunBeforeAndKeepsItsSpace() {
    int[] longText = new int[1_000];
    Arrays.fill(longText, 'a');
    longText[998] = 0xC3;
    longText[999] = 0xA9;
    assertThat(Utf8TokenDecoder.after(longText, EVERY_BYTE, true).accept(' ')).isEqualTo(" ");
    int[] begun = {0xE2, 0x82};
    assertThat(Utf8TokenDecoder.after(begun, EVERY_BYTE, true).accept(0xAC)).isEqualTo("\u20AC");
    assertThat(Utf8TokenDecoder.after(new int[0], EVERY_BYTE, true).accept(' ')).isEmpty();
  }

  @Test
  void aTokenOutsideTheVocabularyIsRejected() {
    TokenDecoder decoder = new Utf8TokenDecoder(EVERY_BYTE, false);
    assertThatThrownBy(() -> decoder.accept(256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 255");
  }

  private static PieceBytes everyByte() {
    TokenizerSpec spec =
        TokenizerSpec.builder("gpt2")
            .pieces(
                IntStream.range(0, 256)
                    .mapToObj(b -> String.valueOf(ByteAlphabet.spelling(b)))
                    .toList())
            .build();
    return PieceBytes.of(
        IndexedVocabulary.of(
            spec,
            IndexedVocabulary.Framing.of(
                spec,
                spec.special(SpecialToken.BOS),
                spec.special(SpecialToken.EOS),
                false,
                false)),
        PieceBytes.Spelling.BYTES);
  }
}
