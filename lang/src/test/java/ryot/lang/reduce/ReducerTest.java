package ryot.lang.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What stays, what goes, and that the budget is kept. */
class ReducerTest {
  private static final String TEXT =
      "The harbour was quiet that morning. Gulls sat on the posts. The lighthouse keeper is called"
          + " Maren. Boats came and went. Nets were drying in the sun. The cat slept on the"
          + " wall.\n\nLater the wind rose. The keeper lit the lamp early. Nobody was surprised.";

  private final WordScoring model = new WordScoring();
  private final Reducer reducer = new Reducer(model);

  @Test
  void whatFitsComesBackUnreadByTheModel() {
    Reduction reduction = reducer.reduce(ReductionRequest.of(TEXT, null, 1000));
    assertThat(reduction.text()).isEqualTo(TEXT);
    assertThat(reduction.tokensSaved()).isZero();
    assertThat(model.asked).isZero();
  }

  @Test
  void whatAnswersTheQuestionStays() {
    Reduction reduction =
        reducer.reduce(ReductionRequest.of(TEXT, "What is the lighthouse keeper called?", 20));
    assertThat(reduction.text()).contains("The lighthouse keeper is called Maren.");
    assertThat(reduction.tokensAfter()).isLessThanOrEqualTo(20);
    assertThat(reduction.piecesDropped()).isPositive().isLessThan(reduction.pieces());
  }

  @Test
  void everyBudgetThatCanBeMetIsMetAndUsed() {
    int all = model.tokenCount(TEXT);
    for (int budget = 1; budget <= all; budget++) {
      Reduction reduction = reducer.reduce(ReductionRequest.of(TEXT, "Who lit the lamp?", budget));
      assertThat(model.tokenCount(reduction.text()))
          .isEqualTo(reduction.tokensAfter())
          .isLessThanOrEqualTo(budget);
      assertThat(budget - reduction.tokensAfter()).as("left of %d", budget).isLessThan(12);
      assertThat(reduction.tokensBefore()).isEqualTo(all);
    }
  }

  @Test
  void sentencesStayInOrderAndAsTheyWere() {
    String reduced = reducer.reduce(ReductionRequest.of(TEXT, "Where is the cat?", 30)).text();
    int at = 0;
    for (String sentence : reduced.split("(?<=\\.)\\s+", -1)) {
      int found = TEXT.indexOf(sentence, at);
      assertThat(found).as(sentence).isGreaterThanOrEqualTo(at);
      at = found + sentence.length();
    }
  }

  @Test
  void whatIsProtectedAndThePrefixStayByteForByte() {
    String prefix = "You are a clerk.\n";
    String code = "```\nlet x =  1;\n\n```";
    String text = TEXT + " The toll is 4 crowns.\n\n" + code + "\n\nHe cried \"land  ho\". " + TEXT;
    Reduction reduction =
        reducer.reduce(
            new ReductionRequest(prefix, text, null, 50, EnumSet.allOf(Protection.class)));
    assertThat(reduction.text())
        .startsWith(prefix)
        .contains("The toll is 4 crowns.", code, "He cried \"land  ho\".");
  }

  @Test
  void aBudgetBelowWhatMustStaySaysWhatTakesTheRoom() {
    assertThatThrownBy(
            () ->
                reducer.reduce(
                    new ReductionRequest(
                        "Be brief. ",
                        TEXT + " It is 10 miles.",
                        null,
                        6,
                        EnumSet.allOf(Protection.class))))
        .isInstanceOf(BudgetTooSmallException.class)
        .hasMessage(
            "a budget of 6 tokens was given, but what must stay has 8 (prefix 3, sentences with"
                + " numbers 5): raise the budget to 8, or protect less");
  }

  @Test
  void withoutProtectionNumbersMayGo() {
    Reduction reduction =
        reducer.reduce(
            new ReductionRequest(
                "", TEXT + " It is 10 miles.", "Who?", 5, EnumSet.noneOf(Protection.class)));
    assertThat(reduction.tokensAfter()).isLessThanOrEqualTo(5);
  }

  @Test
  void breakEvenIsWhatWasSavedOverWhatItTook() {
    Reduction reduction = new Reduction("", 1100, 100, 3, 9, Duration.ofMillis(500));
    assertThat(reduction.breakEvenTokensPerSecond()).isEqualTo(2000);
  }
}
