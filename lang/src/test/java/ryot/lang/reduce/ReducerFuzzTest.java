package ryot.lang.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Guided fuzzing of reduction: any text is cut without loss, and any budget kept or refused. */
class ReducerFuzzTest {

  private final WordScoring model = new WordScoring();

  /**
   * A text and its budget.
   *
   * @param input the budget in a byte, what is protected as bits of another, and the text in UTF-8
   */
  @MethodSource("inputs")
  @FuzzTest(maxDuration = "1m")
  void reduce(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int budget = 1 + (input[0] & 0xFF);
    EnumSet<Protection> protections = EnumSet.noneOf(Protection.class);
    int bits = input[1];
    for (Protection protection : Protection.values()) {
      if ((bits & 1) != 0) {
        protections.add(protection);
      }
      bits >>= 1;
    }
    String text = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);

    Pieces pieces = Pieces.of(text, protections);
    BitSet all = new BitSet();
    all.set(0, pieces.list().size());
    assertThat(pieces.text(all)).isEqualTo(text);

    try {
      Reduction reduction =
          new Reducer(model)
              .reduce(new ReductionRequest("", text, "Who lit the lamp?", budget, protections));
      assertThat(model.tokenCount(reduction.text()))
          .isEqualTo(reduction.tokensAfter())
          .isLessThanOrEqualTo(budget);
      for (Piece piece : pieces.list()) {
        assertThat(piece.mayGo() || reduction.text().contains(piece.text())).isTrue();
      }
    } catch (BudgetTooSmallException e) {
      assertThat(e).hasMessageContaining("raise the budget");
    }
  }

  static Stream<byte[]> inputs() {
    return Stream.of(
            "\u0008\u000fThe wind rose. The keeper lit the lamp early.\n\nNobody was surprised.",
            "\u0010\u000fNote: stay.\n\n```\nlet x = 1;\n\n```\n\n- one\n- two\n\n\tcode\n",
            "\u0004\u0000He cried \"land  ho\". “So,” she said. \u201eDoch.\u201c  \r\n\r\n 12 miles.",
            "\u0003\u0004~~~ open\n# never closed")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
