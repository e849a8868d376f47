package ryot.lang.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.testkit.Property;

/** How a text is cut, and what is protected in it. */
class PiecesTest {

  private static Pieces pieces(String text) {
    return Pieces.of(text, EnumSet.allOf(Protection.class));
  }

  private static List<String> texts(String text) {
    return pieces(text).list().stream().map(Piece::text).toList();
  }

  private static String whole(Pieces pieces) {
    BitSet all = new BitSet();
    all.set(0, pieces.list().size());
    return pieces.text(all);
  }

  @Test
  void proseIsCutIntoSentences() {
    assertThat(texts("The sea is calm. A gull cries!\nIs it late?\n\nNobody\nknows."))
        .containsExactly("The sea is calm.", "A gull cries!", "Is it late?", "Nobody\nknows.");
  }

  @Test
  void listsHeadingsAndTablesAreCutIntoLines() {
    assertThat(texts("# Tea\n- green. very green\n- black\n| a | b |\nprose here. More\n"))
        .containsExactly(
            "# Tea", "- green. very green", "- black", "| a | b |", "prose here.", "More");
  }

  @Test
  void aFencedBlockIsOnePieceWithItsBlankLines() {
    String code = "```java\nint a;\n\nint b;\n```";
    assertThat(texts("Look. Here:\n\n" + code + "\n\nDone."))
        .containsExactly("Look.", "Here:", code, "Done.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "“%s”", "Note: %s", "```\n%s\n```", "A%s", "`%s`"})
  void spansOfAnyLengthAreCut(String span) {
    for (String filling : List.of("word ", "word\n", "\n", "\r\n", " \n\t")) {
      String text = "Here: " + span.formatted(filling.repeat(50_000)) + " there.";
      assertThat(whole(pieces(text))).isEqualTo(text);
      assertThat(whole(pieces(span.formatted(filling.repeat(50_000)))))
          .isEqualTo(span.formatted(filling.repeat(50_000)));
    }
  }

  @Test
  void whatIsProtectedIsSaidOfEachPiece() {
    List<Piece> found =
        pieces(
                """
                Plain words. It costs 3 pounds. She said "never again". Call `run`.

                You must answer briefly. In one line.

                ```
                code
                ```
                """)
            .list();
    assertThat(found.stream().map(Piece::protections))
        .containsExactly(
            EnumSet.noneOf(Protection.class),
            EnumSet.of(Protection.NUMBERS),
            EnumSet.of(Protection.QUOTES),
            EnumSet.of(Protection.CODE),
            EnumSet.of(Protection.INSTRUCTIONS),
            EnumSet.of(Protection.INSTRUCTIONS),
            EnumSet.of(Protection.CODE));
  }

  @Test
  void indentedCodeEndsWithItsLines() {
    assertThat(pieces("Look:\n\n    int a;\n\tint b;\n\nPlain words.\n").list())
        .extracting(Piece::mayGo)
        .containsExactly(true, false, false, true);
  }

  @Test
  void aQuotationThatDoesNotEndReachesToTheEndOfItsParagraph() {
    assertThat(pieces("“It rains. It pours.\n\n“So stay.” Then he left.\n\nHe left.").list())
        .extracting(Piece::mayGo)
        .startsWith(false, false, false)
        .endsWith(true);
  }

  @Test
  void listsWithWindowsLinesAreCutIntoLines() {
    assertThat(texts("# Tea\r\n- green. very green\r\n- black\r\nprose here. More\r\n"))
        .containsExactly("# Tea", "- green. very green", "- black", "prose here.", "More");
  }

  /** Each would take minutes to hours if a part of the text were looked at for each other part. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "“",
        "„",
        "«",
        "“\n",
        "„ a",
        "« b",
        "\"",
        "\"\n",
        "`",
        "`\n",
        "``` a\n",
        "~~~",
        "#",
        "# ",
        "\n\n\f",
        "\f",
        " \n",
        "\t",
        "a. ",
        "1",
        "1\n",
        "You must\n",
        "task",
        "\n",
        "\r\n"
      })
  void longHostileTextsAreCutInOnePass(String part) {
    String text = part.repeat((1 << 20) / part.length()) + "\u2028 3.";
    assertThat(whole(pieces(text))).isEqualTo(text);
  }

  @Test
  void aQuotationOverSeveralSentencesProtectsThemAll() {
    assertThat(pieces("He wrote: \"It rains. It pours. Stay.\" Then he left.").list())
        .extracting(Piece::mayGo)
        .endsWith(true)
        .filteredOn(mayGo -> !mayGo)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n",
        "a",
        " a ",
        "\n\n  a.\n\n\n b.\n",
        "```",
        "```\nopen",
        "\t\n\ta\n\n\tb\n",
        "a\r\n\r\nb\r\n",
        "x\n\n```\ny\n```",
        "``` a ```\n\n```\n\n",
        "    indented\n\n    again"
      })
  void allPiecesTogetherAreTheText(String text) {
    assertThat(whole(pieces(text))).isEqualTo(text);
  }

  @Test
  void soItIsForAnyText() {
    String[] parts = {
      "a", "b c", ". ", "! ", "\n", "\n\n", " ", "\t", "```", "~~~\n", "- ", "# ", "1", "\"", "`",
      "“", "”", "    ", "\r\n", "é", "\u2029", "😀", "rule "
    };
    Property.check(
        choices -> {
          StringBuilder text = new StringBuilder();
          for (int i = choices.between(0, 40); i > 0; i--) {
            text.append(parts[choices.between(0, parts.length - 1)]);
          }
          return text.toString();
        },
        text -> assertThat(whole(pieces(text))).isEqualTo(text));
  }
}
