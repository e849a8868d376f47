package ryot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class PropertyTest {

  @Test
  void allCasesAreDrawnTheSameEveryTime() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    Property.check(50, choices -> choices.text(20), first::add);
    Property.check(50, choices -> choices.text(20), second::add);
    assertThat(first).hasSize(50).isEqualTo(second);
  }

  @Test
  void aFailureNamesTheSeedAndTheSmallestInput() {
    assertThatThrownBy(
            () ->
                Property.check(
                    choices -> choices.list(30, c -> c.between(0, 1000)),
                    list -> assertThat(list).allMatch(number -> number < 700)))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("-Dryot.property.seed=20261124")
        .hasMessageContaining("shrunken to:\n[700]\n");
  }

  @Test
  void textShrinksToTheCharacterThatMatters() {
    assertThatThrownBy(
            () ->
                Property.check(
                    choices -> choices.text(40), text -> assertThat(text).doesNotContain("|")))
        .hasMessageContaining("shrunken to:\n|\n");
  }

  @Test
  void arraysAreShownByTheirElements() {
    assertThatThrownBy(
            () ->
                Property.check(
                    choices -> choices.bytes(9), bytes -> assertThat(bytes).hasSizeLessThan(3)))
        .hasMessageContaining("shrunken to:\n[0, 0, 0]\n");
  }

  @Test
  void drawsStayWithinTheirBounds() {
    Property.check(
        choices -> choices,
        choices -> {
          assertThat(choices.between(-3, 4)).isBetween(-3, 4);
          assertThat(choices.floating(-1.5f, 2)).isBetween(-1.5f, 2f);
          assertThat(choices.list(4, Choices::flag)).hasSizeLessThanOrEqualTo(4);
          String text = choices.text(10);
          assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(10);
          assertThat(text.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000)).isTrue();
        });
  }
}
