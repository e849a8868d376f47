package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ryot.testkit.Property;

final class SentencePieceTokenizerTest extends TokenizerContract {
  private static final String[] PIECES = {
    "\u2581",
    "a",
    "b",
    "c",
    "ab",
    "bc",
    "abc",
    "\u2581a",
    "\u2581ab",
    "ca",
    "cab",
    "aa",
    "\u2581\u2581"
  };

  @Override
  Tokenizer tokenizer() {
    return Tokenizers.create(vocabulary().spec("llama").build());
  }

  @Override
  String control() {
    return "</s>";
  }

  @Override
  String survives(String text) {
    return text.replace('\u2581', ' ');
  }

  @Test
  void theMergesAreThoseOfTheDefinition() {
    Tokenizer tokenizer = tokenizer();
    Property.check(
        1_000,
        choices -> {
          StringBuilder text = new StringBuilder();
          for (char c : choices.list(40, c -> c.oneOf('a', 'b', 'c', ' ', '\u00E9'))) {
            text.append(c);
          }
          return text.toString();
        },
        text -> assertThat(pieces(tokenizer, text)).isEqualTo(byDefinition(text)));
  }

  @Test
  void aSpaceIsAddedAtTheBeginningAndAfterSpecialTokens() {
    Tokenizer tokenizer = tokenizer();
    assertThat(pieces(tokenizer, "a")).containsExactly("\u2581a");
    assertThat(
            Arrays.stream(tokenizer.encode("a</s>a", true)).mapToObj(tokenizer.vocabulary()::piece))
        .containsExactly("\u2581a", "</s>", "\u2581a");
    Tokenizer without =
        Tokenizers.create(
            vocabulary().spec("llama").flag(TokenizerFlag.ADDS_SPACE_PREFIX, false).build());
    assertThat(pieces(without, "a")).containsExactly("a");
    assertThat(without.decode(without.encode(" a", false))).isEqualTo(" a");
  }

  @Test
  void theUsualSpecialTokensAreAssumedWhereTheFileIsSilent() {
    Vocabulary vocabulary = tokenizer().vocabulary();
    assertThat(vocabulary.bos()).hasValue(1);
    assertThat(vocabulary.eos()).hasValue(2);
    assertThat(vocabulary.addsBos()).isTrue();
    assertThat(vocabulary.addsEos()).isFalse();
  }

  @Test
  void withoutByteTokensWhatHasNoPieceIsUnknown() {
    Tokenizer small =
        Tokenizers.create(
            new Vocabularies()
                .add(Vocabularies.UNKNOWN, 0, "<unk>")
                .add(Vocabularies.NORMAL, 0, "\u2581", "a")
                .spec("llama")
                .special(SpecialToken.UNKNOWN, 0)
                .build());
    assertThat(pieces(small, "ax")).containsExactly("\u2581", "a", "<unk>");
  }

  private static Vocabularies vocabulary() {
    Vocabularies vocabulary =
        new Vocabularies()
            .add(Vocabularies.UNKNOWN, 0, "<unk>")
            .add(Vocabularies.CONTROL, 0, "<s>", "</s>")
            .addByteTokens();
    for (String piece : PIECES) {
      vocabulary.add(Vocabularies.NORMAL, score(piece), piece);
    }
    return vocabulary;
  }

  /** Some scores are equal, so that the place decides. */
  private static float score(String piece) {
    return -Math.floorMod(piece.hashCode(), 5);
  }

  private static List<String> pieces(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text, false))
        .mapToObj(tokenizer.vocabulary()::piece)
        .toList();
  }

  /** Over and over: of all neighbours that make a piece, the best, the leftmost of equals. */
  private static List<String> byDefinition(String text) {
    List<String> symbols = new ArrayList<>();
    if (!text.isEmpty()) {
      (" " + text).replace(' ', '\u2581').chars().forEach(c -> symbols.add(Character.toString(c)));
    }
    List<String> known = List.of(PIECES);
    while (true) {
      int best = -1;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        String made = symbols.get(i) + symbols.get(i + 1);
        if (known.contains(made)
            && (best < 0 || score(made) > score(symbols.get(best) + symbols.get(best + 1)))) {
          best = i;
        }
      }
      if (best < 0) {
        break;
      }
      symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
    }
    return symbols.stream()
        .flatMap(symbol -> known.contains(symbol) ? Stream.of(symbol) : bytes(symbol))
        .toList();
  }

  private static Stream<String> bytes(String symbol) {
    List<String> pieces = new ArrayList<>();
    for (byte b : symbol.getBytes(StandardCharsets.UTF_8)) {
      pieces.add(String.format(Locale.ROOT, "<0x%02X>", b));
    }
    return pieces.stream();
  }
}
