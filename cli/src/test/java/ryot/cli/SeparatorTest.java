package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class SeparatorTest {

  private static Separator of(String argument) {
    return new Separator.Converter().convert(argument);
  }

  @Test
  void escapesStandForWhatTheyDoInJava() {
    assertThat(of("\\n__x__\\n").text()).isEqualTo("\n__x__\n");
    assertThat(of("\\t\\r\\0\\\\n").text()).isEqualTo("\t\r\0\\n");
    assertThat(of("plain").text()).isEqualTo("plain");
    assertThat(of("end\\").text()).isEqualTo("end\\");
  }

  @Test
  void nothingAndUnknownEscapesAreRefused() {
    assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> of(""));
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> of("\\q"))
        .withMessageContaining("\\q is not one of");
  }

  @Test
  void casesLieBetweenSeparators() {
    assertThat(of("\\n--\\n").split("a\n\n--\n\n--\n b")).containsExactly("a\n", "", " b");
  }

  @Test
  void aSeparatorAtTheEndOpensNoFurtherCase() {
    assertThat(of("|").split("a|b|")).containsExactly("a", "b");
    assertThat(of("|").split("a||")).containsExactly("a", "");
    assertThat(of("|").split("|")).containsExactly("");
  }

  @Test
  void withoutASeparatorAllIsOneCase() {
    assertThat(of("|").split("abc\n")).containsExactly("abc\n");
    assertThat(of("|").split("")).containsExactly("");
  }
}
