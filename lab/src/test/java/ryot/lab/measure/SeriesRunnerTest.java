package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import ryot.lab.plan.Budget;
import ryot.lab.plan.Counted;
import ryot.lab.plan.Metric;
import ryot.lab.plan.Quantity;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.plan.Target;
import ryot.lab.plan.WarmUp;
import ryot.lab.results.Finding;
import ryot.lab.results.Plausibility;
import ryot.lab.results.Series;
import ryot.lab.workload.GenerationWorkload;
import ryot.lab.workload.Iteration;
import ryot.lab.workload.ScriptedSystem;

class SeriesRunnerTest {

  private static final WarmUp WARM_UP = new WarmUp(3, 0.05, 9, 60, 30_000);
  private static final Target P99 =
      new Target("p99", "x", Quantity.LATENCY_P99, Target.Direction.BELOW, 100, "ms");

  @Test
  void aSystemOfKnownLatencyIsReadExactly() throws InterruptedException {
    Series series = run(n -> 30_000_000 + jitter(n), Budget.of(100, 0), List.of());
    assertThat(series.samples()).hasSize(100);
    assertThat(Objects.requireNonNull(series.summary()).mean()).isCloseTo(30.0, within(0.05));
    assertThat(series.decodeRate()).isCloseTo(100, within(1e-9));
    assertThat(series.throughput()).isCloseTo(50 / (0.03 + 0.49), within(0.1));
    assertThat(series.throughputInterval().lower()).isLessThan(series.throughput());
    assertThat(series.throughputInterval().upper()).isGreaterThan(series.throughput());
  }

  @Test
  void theMinimumIsKeptAndTimeAddsToIt() throws InterruptedException {
    // An iteration takes 520 ms: 30 s hold 58 of them.
    assertThat(run(n -> 30_000_000 + jitter(n), Budget.of(20, 30_000), List.of()).samples())
        .hasSizeBetween(57, 59);
    assertThat(run(n -> 30_000_000 + jitter(n), Budget.of(100, 30_000), List.of()).samples())
        .hasSize(100);
  }

  @Test
  void anOpenPercentileAsksForTheSamplesThatCanDecideIt() throws InterruptedException {
    Budget budget = new Budget(100, 30_000, List.of(459, 662), 400_000);
    Series series = run(n -> 30_000_000 + jitter(n), budget, List.of(P99));
    assertThat(series.samples()).hasSize(459);
    assertThat(series.stopReason()).contains("459");
  }

  @Test
  void aStragglerAsksForTheNextLook() throws InterruptedException {
    Budget budget = new Budget(100, 30_000, List.of(459, 662), 400_000);
    Series series = run(n -> n == 200 ? 150_000_000 : 30_000_000 + jitter(n), budget, List.of(P99));
    assertThat(series.samples()).hasSize(662);
  }

  @Test
  void aTargetThatIsClearlyMissedAsksForNothingMore() throws InterruptedException {
    Budget budget = new Budget(100, 30_000, List.of(459, 662), 400_000);
    assertThat(run(n -> 200_000_000 + jitter(n), budget, List.of(P99)).samples()).hasSize(100);
  }

  @Test
  void whatDoesNotFitIntoTheLimitIsNotBegun() throws InterruptedException {
    Budget budget = new Budget(100, 30_000, List.of(459, 662), 200_000);
    Series series = run(n -> 30_000_000 + jitter(n), budget, List.of(P99));
    assertThat(series.samples()).hasSize(100);
    assertThat(series.stopReason()).contains("do not fit");
  }

  @Test
  void warmUpEndsWhenTheLastWindowsAgreeAndIsNotMeasured() throws InterruptedException {
    ScriptedSystem system =
        new ScriptedSystem(
            n -> n < 12 ? (20 - n) * 100_000_000L : 30_000_000 + jitter(n), 10_000_000);
    Ran ran = run(system, plan(Budget.of(10, 0)), List.of());
    assertThat(ran.series().warmUp().settled()).isTrue();
    assertThat(ran.series().warmUp().iterations()).isBetween(15, 24);
    assertThat(ran.series().samples()).allMatch(sample -> sample < 31);
    assertThat(system.submissions()).isEqualTo(ran.series().warmUp().iterations() + 10);
    assertThat(ran.events()).startsWith("warm-up 1").contains("begin", "sample 10").endsWith("end");
  }

  @Test
  void aSystemThatNeverSettlesIsMeasuredAndMarked() throws InterruptedException {
    Series series = run(n -> (n % 7 + 1) * 300_000_000L, Budget.of(10, 0), List.of());
    assertThat(series.warmUp().settled()).isFalse();
    assertThat(Plausibility.of(series, Counted.TOKEN, 1, 0))
        .anyMatch(finding -> finding.text().contains("warm-up ended by its limit"));
  }

  @Test
  void aBenchmarkThatMeasuresNothingIsInvalid() throws InterruptedException {
    ScriptedSystem system = new ScriptedSystem(n -> 0, 0).withShortfall(50);
    Ran ran = run(system, plan(Budget.of(5, 0)), List.of());
    assertThat(Plausibility.of(ran.series(), Counted.TOKEN, 1, ran.shortfall()))
        .extracting(Finding::severity)
        .contains(Finding.Severity.INVALID);
    assertThat(ran.shortfall()).isEqualTo(5);
  }

  @Test
  void timePerTokenWithoutTokensIsNotANumberInTheSeries() throws InterruptedException {
    ScriptedSystem system = new ScriptedSystem(n -> 0, 0).withShortfall(50);
    SeriesPlan plan = plan(Budget.of(5, 0));
    GenerationWorkload workload =
        new GenerationWorkload(system, system.prompts(1), system::nanoTime);
    SeriesRunner.Outcome outcome =
        new SeriesRunner(workload, system::nanoTime)
            .run(plan, Metric.TIME_PER_OUTPUT_TOKEN, List.of(), new Recorded(new ArrayList<>()));
    Series series =
        outcome.recorder().series(plan, outcome.warmUp(), outcome.seconds(), outcome.stopReason());
    assertThat(series.samples()).isEmpty();
    assertThat(series.summary()).isNull();
    assertThat(Plausibility.of(series, Counted.TOKEN, 1, 5))
        .anyMatch(f -> f.text().contains("nothing was measured"));
  }

  private record Ran(Series series, int shortfall, List<String> events) {}

  private static Series run(IntToLongFunction first, Budget budget, List<Target> targets)
      throws InterruptedException {
    return run(new ScriptedSystem(first, 10_000_000), plan(budget), targets).series();
  }

  private static Ran run(ScriptedSystem system, SeriesPlan plan, List<Target> targets)
      throws InterruptedException {
    List<String> events = new ArrayList<>();
    GenerationWorkload workload =
        new GenerationWorkload(system, system.prompts(1), system::nanoTime);
    SeriesRunner.Outcome outcome =
        new SeriesRunner(workload, system::nanoTime)
            .run(plan, Metric.TIME_TO_FIRST_TOKEN, targets, new Recorded(events));
    return new Ran(
        outcome.recorder().series(plan, outcome.warmUp(), outcome.seconds(), outcome.stopReason()),
        outcome.recorder().shortOf(plan.generatedTokens()),
        events);
  }

  private static SeriesPlan plan(Budget budget) {
    return new SeriesPlan("ttft", 8, 50, true, WARM_UP, budget);
  }

  private static long jitter(int n) {
    return (n * 7919L % 1000) * 100;
  }

  private record Recorded(List<String> events) implements SeriesRunner.Listener {

    @Override
    public void warmUp(int iteration, int most, Iteration stamps) {
      events.add("warm-up " + iteration);
    }

    @Override
    public void measuring(boolean begins) {
      events.add(begins ? "begin" : "end");
    }

    @Override
    public void sample(int iteration, int goal, Iteration stamps) {
      events.add("sample " + iteration);
      assertThat(goal).isGreaterThanOrEqualTo(iteration);
    }
  }
}
