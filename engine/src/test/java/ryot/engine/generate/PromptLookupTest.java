package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is drafted, and when nothing is. */
class PromptLookupTest {

  private static final float CHEAP = 0.2f;

  private static int[] draft(PromptLookup lookup, int most, int... text) {
    int[] tokens = Arrays.copyOf(text, text.length + most);
    int count = lookup.draft(tokens, text.length, most, CHEAP);
    assertThat(tokens).startsWith(text);
    return Arrays.copyOfRange(tokens, text.length, text.length + count);
  }

  private static int[] draft(int... text) {
    return draft(new PromptLookup(), 4, text);
  }

  @Test
  void whatFollowedTheSameTokensBeforeIsDrafted() {
    assertThat(draft(1, 2, 3, 4, 5, 6, 7, 1, 2)).containsExactly(3, 4, 5, 6);
  }

  @Test
  void theLongerMatchIsTheBetterEvenIfItIsOlder() {
    assertThat(draft(1, 2, 3, 40, 41, 9, 2, 3, 50, 51, 1, 2, 3)).startsWith(40, 41);
  }

  @Test
  void ofMatchesOfTheSameLengthTheLatestCounts() {
    assertThat(draft(2, 3, 40, 41, 9, 2, 3, 50, 51, 8, 2, 3)).startsWith(50, 51);
  }

  @Test
  void aTextThatRepeatsItselfIsContinuedBeyondItsEnd() {
    assertThat(draft(7, 1, 2, 1, 2)).containsExactly(1, 2, 1, 2);
    assertThat(draft(5, 5, 5)).containsExactly(5, 5, 5, 5);
  }

  @Test
  void aSingleTokenThatRecursIsNoReason() {
    assertThat(draft(1, 2, 3, 4, 1)).isEmpty();
    assertThat(draft(1)).isEmpty();
    assertThat(draft(1, 2)).isEmpty();
    assertThat(draft(4, 4)).isEmpty();
  }

  @Test
  void whereDraftsAreDearOnlyLongMatchesAreDrafted() {
    int[] five = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 0, 0};
    assertThat(new PromptLookup().draft(five, 12, 2, 0.5f)).isEqualTo(2);
    int[] four = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 0, 0};
    assertThat(new PromptLookup().draft(four, 11, 2, 0.5f)).isZero();
    assertThat(new PromptLookup().draft(four, 11, 2, CHEAP)).isEqualTo(2);
  }

  @Test
  void noMoreIsDraftedThanThereIsRoomFor() {
    assertThat(draft(new PromptLookup(), 2, 1, 2, 3, 4, 5, 1, 2)).containsExactly(3, 4);
    assertThat(draft(new PromptLookup(), 0, 1, 2, 3, 4, 5, 1, 2)).isEmpty();
  }

  @Test
  void draftsGrowWhileTheyAreRightAndShrinkWhenTheyAreNot() {
    PromptLookup lookup = new PromptLookup();
    int[] text = new int[40];
    assertThat(draft(lookup, 20, text)).hasSize(4);
    lookup.verified(4, 4);
    assertThat(draft(lookup, 20, text)).hasSize(8);
    lookup.verified(8, 8);
    assertThat(draft(lookup, 20, text)).hasSize(PromptLookup.DRAFT_MAX);
    lookup.verified(8, 3);
    assertThat(draft(lookup, 20, text)).hasSize(3);
    lookup.verified(3, 0);
    assertThat(draft(lookup, 20, text)).hasSize(1);
  }

  @Test
  void afterDraftsThatDoNotPayItRestsForLongerEachTime() {
    PromptLookup lookup = new PromptLookup();
    int[] text = new int[40];
    int rest = 0;
    int before = 0;
    for (int round = 0; round < 4; round++) {
      int size = draft(lookup, 20, text).length;
      assertThat(size).isPositive();
      lookup.verified(size, 0);
      for (rest = 0; draft(lookup, 20, text).length == 0; rest++) {
        assertThat(rest).isLessThan(1000);
      }
      assertThat(rest).isGreaterThan(before);
      before = rest;
    }
    lookup.verified(1, 1);
    lookup.verified(2, 0);
    lookup.verified(1, 0);
    for (rest = 0; draft(lookup, 20, text).length == 0; rest++) {
      assertThat(rest).isLessThan(before); // one that was right makes it hopeful again
    }
  }
}
