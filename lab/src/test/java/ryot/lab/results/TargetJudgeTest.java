package ryot.lab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ryot.lab.plan.Target;

class TargetJudgeTest {

  private static final List<Target> TARGETS = SampleDays.targets();
  private static final Target MEAN = TARGETS.get(0);
  private static final Target P99 = TARGETS.get(1);
  private static final Target THROUGHPUT = TARGETS.get(2);
  private static final Target MEMORY = TARGETS.get(3);

  @Test
  void aGoodDayPassesOnItsBounds() {
    DayReport day = SampleDays.good();
    assertThat(day.targets()).extracting(TargetResult::verdict).containsOnly(Verdict.PASS);
    assertThat(day.verdict()).isEqualTo(Verdict.PASS);
    TargetResult p99 = day.targets().get(1);
    assertThat(p99.bound()).isGreaterThanOrEqualTo(Objects.requireNonNull(p99.measured()));
    assertThat(p99.headroom()).isBetween(0.5, 0.7);
  }

  @Test
  void aP99OfTooFewSamplesIsUndecidedHoweverGoodItLooks() {
    TargetResult p99 = TargetJudge.judge(P99, List.of(SampleDays.firstToken(458, 31)));
    assertThat(p99.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(p99.bound()).isNull();
    assertThat(p99.reason()).contains("needs 459 samples, has 458");
    assertThat(TargetJudge.judge(P99, List.of(SampleDays.firstToken(459, 31))).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void aP99ThatIsClearlyMissedFailsWithFewSamples() {
    TargetResult p99 = TargetJudge.judge(P99, List.of(SampleDays.firstToken(100, 140)));
    assertThat(p99.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(p99.headroom()).isNegative();
  }

  @Test
  void anIntervalAcrossTheLimitIsUndecided() {
    TargetResult mean = TargetJudge.judge(MEAN, List.of(SampleDays.firstToken(30, 98.4)));
    assertThat(mean.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void throughputIsJudgedOnItsLowerBound() {
    assertThat(TargetJudge.judge(THROUGHPUT, List.of(generation(50.5))).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(TargetJudge.judge(THROUGHPUT, List.of(generation(51))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(TargetJudge.judge(THROUGHPUT, List.of(generation(49))).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void aTargetOnAllBenchmarksIsDecidedByTheWorst() {
    RunResult one = SampleDays.firstToken(100, 30);
    assertThat(TargetJudge.judge(MEMORY, List.of(one, SampleDays.tokenGeneration())).verdict())
        .isEqualTo(Verdict.PASS);
    TargetResult withFailed =
        TargetJudge.judge(MEMORY, List.of(one, SampleDays.failed("exit code 134")));
    assertThat(withFailed.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(withFailed.reason()).contains("exit code 134");
  }

  @Test
  void aBenchmarkThatWasNotRunIsInvalid() {
    TargetResult missing = TargetJudge.judge(THROUGHPUT, List.of(SampleDays.firstToken(50, 30)));
    assertThat(missing.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(missing.reason()).contains("no benchmark named TokenGenerationBenchmark");
  }

  @Test
  void whatIsNotToBeBelievedIsInvalid() {
    RunResult odd =
        SampleDays.firstToken(600, 30).with(List.of(Finding.invalid("the clock stands still")));
    assertThat(TargetJudge.judge(MEAN, List.of(odd)).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void noiseTakesBackAFailureButNotAPass() {
    List<Finding> noise = List.of(Finding.noisy("others worked"));
    RunResult slow = SampleDays.firstToken(600, 140).with(noise);
    RunResult fast = SampleDays.firstToken(600, 30).with(noise);
    assertThat(TargetJudge.judge(MEAN, List.of(slow)).verdict()).isEqualTo(Verdict.UNDECIDED);
    TargetResult pass = TargetJudge.judge(MEAN, List.of(fast));
    assertThat(pass.verdict()).isEqualTo(Verdict.PASS);
    assertThat(pass.reason()).contains("noisy");
  }

  @Test
  void theGravestVerdictIsTheDays() {
    assertThat(
            SampleDays.day(List.of(SampleDays.firstToken(600, 30), SampleDays.failed("x")))
                .verdict())
        .isEqualTo(Verdict.INVALID);
    assertThat(
            SampleDays.day(List.of(SampleDays.firstToken(100, 30), SampleDays.tokenGeneration()))
                .verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(TargetJudge.overall(List.of())).isEqualTo(Verdict.UNDECIDED);
  }

  private static RunResult generation(double throughput) {
    RunResult run = SampleDays.tokenGeneration();
    Series series = run.series().getFirst();
    return new RunResult(
        run.benchmarkName(),
        run.component(),
        run.timestamp(),
        run.durationSeconds(),
        run.iterations(),
        run.profilerUsed(),
        run.minMs(),
        run.maxMs(),
        run.meanMs(),
        run.medianMs(),
        run.p95Ms(),
        run.p99Ms(),
        run.stddevMs(),
        throughput,
        run.throughputUnit(),
        run.peakMemoryMb(),
        run.avgMemoryMb(),
        run.cpuUtilizationPct(),
        run.success(),
        run.errorMessage(),
        run.schemaVersion(),
        run.question(),
        run.promptSeed(),
        List.of(
            SampleDays.series(
                series.name(), series.metric(), 16, 256, true, series.samples(), throughput)),
        run.process(),
        run.environmentBefore(),
        run.environmentDuring(),
        run.subject(),
        run.machine(),
        run.model(),
        run.revision(),
        run.findings(),
        run.profile(),
        run.counted());
  }
}
