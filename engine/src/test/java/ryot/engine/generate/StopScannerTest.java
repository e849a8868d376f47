package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.testkit.Choices;
import ryot.testkit.Property;

class StopScannerTest {

  @Test
  void withoutStopStringsEverythingPassesAtOnce() {
    StopScanner scanner = new StopScanner(List.of());
    assertThat(scanner.accept("abc")).isEqualTo("abc");
    assertThat(scanner.finish()).isEmpty();
    assertThat(scanner.stopped()).isFalse();
  }

  @Test
  void aTailThatMayBeginAStopStringIsHeldBackUntilItIsKnownNotTo() {
    StopScanner scanner = new StopScanner(List.of("END"));
    assertThat(scanner.accept("the E")).isEqualTo("the ");
    assertThat(scanner.accept("N")).isEmpty();
    assertThat(scanner.accept("T")).isEqualTo("ENT");
    assertThat(scanner.stopped()).isFalse();
  }

  @Test
  void aStopStringIsNeverShownThoughItComesInPieces() {
    StopScanner scanner = new StopScanner(List.of("END"));
    assertThat(scanner.accept("the E")).isEqualTo("the ");
    assertThat(scanner.accept("N")).isEmpty();
    assertThat(scanner.accept("D of it")).isEmpty();
    assertThat(scanner.stopped()).isTrue();
    assertThat(scanner.accept("more")).isEmpty();
    assertThat(scanner.finish()).isEmpty();
  }

  @Test
  void whatIsHeldBackIsShownWhenTheTextEnds() {
    StopScanner scanner = new StopScanner(List.of("\n\nUser:"));
    assertThat(scanner.accept("hello\n\nUs")).isEqualTo("hello");
    assertThat(scanner.finish()).isEqualTo("\n\nUs");
  }

  @Test
  void theStopStringThatIsCompleteFirstCounts() {
    assertThat(shown(List.of("abcd", "bc"), "xabcd")).isEqualTo("xa");
    assertThat(shown(List.of("bc", "abc"), "xabcd")).isEqualTo("x");
  }

  @Test
  void aFalseBeginningDoesNotHideATrueOneInsideIt() {
    assertThat(shown(List.of("aab"), "aaab")).isEqualTo("a");
  }

  private record Cut(List<String> stops, List<String> pieces) {}

  private static Cut drawCut(Choices choices) {
    return new Cut(choices.list(4, c -> letters(c, 4) + 'a'), choices.list(12, c -> letters(c, 6)));
  }

  private static String letters(Choices choices, int countMax) {
    return String.join("", choices.list(countMax, c -> c.oneOf("a", "b", "c")));
  }

  @Test
  void whatIsShownDependsOnTheTextAloneNotOnItsPieces() {
    Property.check(
        2000,
        StopScannerTest::drawCut,
        cut -> {
          String expected = shown(cut.stops(), String.join("", cut.pieces()));
          StopScanner scanner = new StopScanner(cut.stops());
          StringBuilder result = new StringBuilder();
          for (String piece : cut.pieces()) {
            result.append(scanner.accept(piece));
            assertThat(expected).startsWith(result);
          }
          result.append(scanner.finish());
          assertThat(result.toString()).isEqualTo(expected);
        });
  }

  /** The definition: read one character after the other until some stop string is complete. */
  private static String shown(List<String> stops, String text) {
    for (int end = 1; end <= text.length(); end++) {
      String read = text.substring(0, end);
      int longest = stops.stream().filter(read::endsWith).mapToInt(String::length).max().orElse(0);
      if (longest > 0) {
        return read.substring(0, end - longest);
      }
    }
    return text;
  }
}
