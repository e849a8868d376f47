package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "98362432, 98.4 MB",
    "999949999, 999.9 MB",
    "999950000, 1.0 GB",
    "4920000000, 4.9 GB",
    "5000000000000000, 5000.0 TB"
  })
  void sizesAreDecimal(long bytes, String shown) {
    assertThat(Figures.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 units", "1, 1 unit", "1234, '1,234 units'"})
  void oneThingIsNotMany(long value, String shown) {
    assertThat(Figures.count(value, "unit")).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "134515008, 134.5 M", "35136, 35.1 k", "8000000000, 8.0 G"})
  void roughNumbersKeepOneDigit(long value, String shown) {
    assertThat(Figures.rough(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.0351, 35 ms", "12.34, 12.3 s", "125.2, 2 min 5 s", "119.9, 2 min 0 s"})
  void durationsChooseTheirUnit(double seconds, String shown) {
    assertThat(Figures.duration(seconds)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.54, 0.5", "123.45, 123.5", "1234.5, '1,235'"})
  void ratesKeepOneDigitBelowAThousand(double rate, String shown) {
    assertThat(Figures.rate(rate)).isEqualTo(shown);
  }
}
