package ryot.lab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ryot.lab.plan.Counted;

class PlausibilityTest {

  @Test
  void ordinarySamplesRaiseNothingGrave() {
    Series series = of(SampleDays.firstToken(200, 30).series().getFirst().samples());
    assertThat(Plausibility.of(series, Counted.TOKEN, 20, 0))
        .noneMatch(finding -> finding.severity() == Finding.Severity.INVALID);
  }

  @Test
  void zeroVarianceIsNotBelieved() {
    assertInvalid(
        Plausibility.of(of(Collections.nCopies(100, 31.0)), Counted.TOKEN, 20, 0),
        "all samples are the same");
  }

  @Test
  void aCoarseClockIsNotBelieved() {
    List<Double> steps = IntStream.range(0, 100).mapToObj(i -> 30.0 + i % 4).toList();
    assertInvalid(Plausibility.of(of(steps), Counted.TOKEN, 20, 0), "clock is too coarse");
  }

  @Test
  void aClockThatStandsStillIsNotBelieved() {
    assertInvalid(
        Plausibility.of(of(List.of(1.0, 2.0)), Counted.TOKEN, 0, 0), "clock stands still");
    assertInvalid(Plausibility.of(of(List.of(0.0, 0.0)), Counted.TOKEN, 20, 0), "latency of 0.0");
  }

  @Test
  void missingTokensAreNotBelieved() {
    assertInvalid(
        Plausibility.of(of(List.of(1.0, 2.0)), Counted.TOKEN, 20, 1),
        "1 of 2 iterations gave fewer than the 50");
  }

  @Test
  void identicalSamplesOfTwoRunsAreSeen() {
    Series one = of(List.of(1.25, 2.5));
    assertThat(Plausibility.identical(one, of(List.of(1.25, 2.5)))).isTrue();
    assertThat(Plausibility.identical(one, of(List.of(1.25, 2.75)))).isFalse();
  }

  @Test
  void driftAndCorrelationAreNoted() {
    List<Double> rising = IntStream.range(0, 40).mapToObj(i -> 30 + i * 0.37).toList();
    assertThat(Plausibility.of(of(rising), Counted.TOKEN, 20, 0))
        .extracting(Finding::severity)
        .containsOnly(Finding.Severity.NOTE)
        .hasSize(2);
  }

  private static Series of(List<Double> samples) {
    return SampleDays.series("ttft_32", "time to first token", 32, 50, true, samples, 100);
  }

  private static void assertInvalid(List<Finding> findings, String text) {
    assertThat(findings)
        .anyMatch(
            finding ->
                finding.severity() == Finding.Severity.INVALID && finding.text().contains(text));
  }
}
