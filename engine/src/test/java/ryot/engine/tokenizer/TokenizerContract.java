package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.testkit.Property;

/** What every tokenizer promises. */
abstract class TokenizerContract {
  /** The tokenizer; its vocabulary has the control token {@link #control()}. */
  abstract Tokenizer tokenizer();

  /** The piece of a control token. */
  abstract String control();

  /**
   * What a text is after encoding and decoding; the same text unless the tokenizer loses something.
   */
  String survives(String text) {
    return text;
  }

  @Test
  void decodingGivesBackWhatWasEncoded() {
    Tokenizer tokenizer = tokenizer();
    Property.check(
        choices -> choices.text(60),
        text ->
            assertThat(tokenizer.decode(tokenizer.encode(text, false))).isEqualTo(survives(text)));
  }

  @Test
  void aStreamDecodesAsTheWholeDoesAndInWholeCharacters() {
    Tokenizer tokenizer = tokenizer();
    Property.check(
        choices -> choices.text(60),
        text -> {
          TokenDecoder decoder = tokenizer.decoder();
          StringBuilder stream = new StringBuilder();
          for (int token : tokenizer.encode(text, false)) {
            String delta = decoder.accept(token);
            if (!text.contains("\uFFFD")) {
              assertThat(delta).doesNotContain("\uFFFD");
            }
            assertThat(WellFormed.of(delta)).isEqualTo(delta);
            stream.append(delta);
          }
          assertThat(decoder.finish()).isEmpty();
          assertThat(stream.toString()).isEqualTo(survives(text));
        });
  }

  @Test
  void aStreamThatGoesOnKeepsItsSpaces() {
    Tokenizer tokenizer = tokenizer();
    int[] tokens = tokenizer.encode("a b a b", false);
    for (int cut = 1; cut < tokens.length; cut++) {
      int[] before = Arrays.copyOf(tokens, cut);
      TokenDecoder decoder = tokenizer.decoderAfter(before);
      StringBuilder text = new StringBuilder(tokenizer.decode(before));
      Arrays.stream(tokens).skip(cut).forEach(token -> text.append(decoder.accept(token)));
      assertThat(text.toString()).isEqualTo(tokenizer.decode(tokens));
    }
  }

  @Test
  void textNeverBecomesControlUnlessAskedFor() {
    Tokenizer tokenizer = tokenizer();
    Property.check(
        choices -> choices.text(10) + control() + choices.text(10),
        text ->
            assertThat(
                    Arrays.stream(tokenizer.encode(text, false))
                        .mapToObj(tokenizer.vocabulary()::kind))
                .doesNotContain(TokenKind.CONTROL));
  }

  @Test
  void controlTokensAreFoundOnDemand() {
    Tokenizer tokenizer = tokenizer();
    int control = tokenizer.vocabulary().find(control()).orElseThrow();
    assertThat(tokenizer.encode(control() + control(), true)).containsExactly(control, control);
    assertThat(tokenizer.encode("a" + control() + "b", true)).containsOnlyOnce(control);
    assertThat(tokenizer.decode(new int[] {control})).isEmpty();
  }

  @Test
  void nothingBecomesNothing() {
    assertThat(tokenizer().encode("", true)).isEmpty();
    assertThat(tokenizer().decode(new int[0])).isEmpty();
  }

  @Test
  void aSurrogateWithoutItsPartnerIsAReplacementCharacter() {
    Tokenizer tokenizer = tokenizer();
    for (String broken : List.of("\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00")) {
      assertThat(tokenizer.encode("a" + broken + "b", false))
          .isEqualTo(tokenizer.encode("a" + WellFormed.of(broken) + "b", false));
    }
    assertThat(WellFormed.of("\uD83D\uD83D\uDE00")).isEqualTo("\uFFFD\uD83D\uDE00");
  }

  /** Each takes a second or less; what is quadratic would take hours. */
  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMegabyteOfAnythingIsEncodedInTime() {
    Tokenizer tokenizer = tokenizer();
    for (String unit :
        List.of("a", " ", "ab", "\n ", "1", "<", "\u4E2D", "\uD83D\uDE00", "a\u0301")) {
      String text = unit.repeat((1 << 20) / unit.length()) + "a";
      assertThat(tokenizer.encode(text, true)).as("of " + unit).isNotEmpty();
    }
  }

  @Test
  void manyThreadsMayUseIt() {
    Tokenizer tokenizer = tokenizer();
    String text = "a b ab ba \u00E9 ".repeat(50);
    int[] expected = tokenizer.encode(text, false);
    IntStream.range(0, 64)
        .parallel()
        .forEach(i -> assertThat(tokenizer.encode(text, false)).isEqualTo(expected));
  }
}
