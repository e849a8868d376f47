package ryot.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {

  @Test
  void aSparklineRunsFromLowestToHighest() {
    assertThat(Charts.sparkline(List.of(0.0, 3.5, 7.0), 10)).isEqualTo("▁▅█");
    assertThat(Charts.sparkline(List.of(2.0, 2.0), 10)).isEqualTo("▁▁");
    assertThat(Charts.sparkline(IntStream.range(0, 600).mapToObj(i -> (double) i).toList(), 60))
        .hasSize(60);
    assertThat(Charts.sparkline(List.of(), 10)).isEmpty();
  }

  @Test
  void aHistogramCountsEverySampleOnce() {
    List<Double> samples = IntStream.range(0, 200).mapToObj(i -> 10 + i / 20.0).toList();
    int counted =
        Charts.histogram(samples, "ms").stream()
            .mapToInt(row -> Integer.parseInt(row.substring(row.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(counted).isEqualTo(200);
    assertThat(Charts.histogram(List.of(1.0, 1.0), "ms")).isEmpty();
  }

  @Test
  void numbersKeepThreeDigits() {
    assertThat(Numbers.plain(0.1234567)).isEqualTo("0.123");
    assertThat(Numbers.plain(31.25)).isEqualTo("31.25");
    assertThat(Numbers.plain(412.55)).isEqualTo("412.6");
    assertThat(Numbers.plain(98_362.4)).isEqualTo("98,362");
    assertThat(Numbers.plain(null)).isEqualTo(Numbers.MISSING);
    assertThat(Numbers.seconds(245.2)).isEqualTo("4 min 05 s");
    assertThat(Numbers.bytes(2_048)).isEqualTo("2.0 kB");
  }
}
