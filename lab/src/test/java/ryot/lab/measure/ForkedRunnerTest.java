package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ryot.lab.plan.Budget;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Metric;
import ryot.lab.plan.ProfilePlan;
import ryot.lab.plan.SeriesPlan;
import ryot.lab.plan.WarmUp;
import ryot.lab.workload.ScriptedSystem;
import ryot.lab.workload.SystemSettings;

class ForkedRunnerTest {

  /** A fork over a scripted system on its own clock. */
  static final class ScriptedMain {
    public static void main(String[] arguments) throws IOException {
      System.out.println("a stray print is not a frame");
      ScriptedSystem system = new ScriptedSystem(n -> 30_000_000 + n * 100L, 1_000_000);
      ForkMain.serve(settings -> system, system::nanoTime);
    }
  }

  /** Says the same, but with its prints where they belong. */
  static final class QuietMain {
    public static void main(String[] arguments) throws IOException {
      ScriptedSystem system = new ScriptedSystem(n -> 30_000_000 + n * 100L, 1_000_000);
      ForkMain.serve(settings -> system, system::nanoTime);
    }
  }

  /** Crashes. */
  static final class CrashingMain {
    public static void main(String[] arguments) {
      System.err.println("first words");
      System.err.println("last words");
      Runtime.getRuntime().halt(9);
    }
  }

  /** Cannot open its model. */
  static final class RefusingMain {
    public static void main(String[] arguments) throws IOException {
      ForkMain.serve(
          settings -> {
            throw new IOException(settings.system().modelFile() + " is no model");
          },
          System::nanoTime);
    }
  }

  /** Never gets anywhere. */
  static final class HangingMain {
    public static void main(String[] arguments) throws IOException {
      ForkMain.serve(
          settings -> {
            try {
              Thread.sleep(600_000);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("woken");
          },
          System::nanoTime);
    }
  }

  @Test
  void aForkTellsItsSeriesAndEnds() throws Exception {
    List<ForkMessage> messages = new ArrayList<>();
    List<Long> pids = new ArrayList<>();
    runner(QuietMain.class, 60_000).run(job(), pids::add, messages::add);
    assertThat(messages).first().isInstanceOf(ForkMessage.Loaded.class);
    assertThat(messages).last().isInstanceOf(ForkMessage.Measured.class);
    assertThat(messages)
        .filteredOn(ForkMessage.SeriesDone.class::isInstance)
        .singleElement()
        .satisfies(
            message ->
                assertThat(((ForkMessage.SeriesDone) message).series().samples())
                    .hasSize(5)
                    .allMatch(sample -> sample >= 30 && sample < 31));
    assertThat(messages)
        .contains(new ForkMessage.Measuring(true), new ForkMessage.Measuring(false));
    assertThat(ProcessHandle.of(pids.getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aCrashIsToldWithItsCodeAndLastWords() {
    assertThatThrownBy(() -> runner(CrashingMain.class, 60_000).run(job(), pid -> {}, m -> {}))
        .isInstanceOf(ForkFailedException.class)
        .hasMessageContaining("exit code 9")
        .hasMessageContaining("first words\n  last words");
  }

  @Test
  void aForkThatGivesUpSaysWhy() {
    assertThatThrownBy(() -> runner(RefusingMain.class, 60_000).run(job(), pid -> {}, m -> {}))
        .isInstanceOf(ForkFailedException.class)
        .hasMessage("none.gguf is no model");
  }

  @Test
  void aStrangersPrintOnThePipeIsNotTakenForAFrame() {
    assertThatThrownBy(() -> runner(ScriptedMain.class, 60_000).run(job(), pid -> {}, m -> {}))
        .isInstanceOf(ForkFailedException.class)
        .hasMessageContaining("a stray ");
  }

  @Test
  void aSilentForkIsEnded() {
    List<Long> pids = new ArrayList<>();
    assertThatThrownBy(() -> runner(HangingMain.class, 1_500).run(job(), pids::add, m -> {}))
        .isInstanceOf(ForkFailedException.class)
        .hasMessageContaining("said nothing");
    assertThat(ProcessHandle.of(pids.getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aForkDoesNotOutliveItsParentsPipe() throws Exception {
    Process process = new ProcessBuilder(command(HangingMain.class).line()).start();
    ForkChannel.write(process.getOutputStream(), job());
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ForkMain.ORPHANED);
  }

  private static ForkedRunner runner(Class<?> main, long silenceMillis) {
    return new ForkedRunner(command(main), silenceMillis);
  }

  private static ForkCommand command(Class<?> main) {
    return new ForkCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of("-Xmx256m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"),
        System.getProperty("java.class.path"),
        main.getName());
  }

  private static ForkJob job() {
    WarmUp warmUp = new WarmUp(1, 0.5, 3, 5, 1_000);
    SeriesPlan series = new SeriesPlan("ttft_8", 8, 4, true, warmUp, Budget.of(5, 0));
    Experiment experiment =
        new Experiment(
            "Tiny",
            "ryot",
            "?",
            Metric.TIME_TO_FIRST_TOKEN,
            List.of(series),
            new ProfilePlan(2, 10, 5));
    return new ForkJob(
        new SystemSettings("none.gguf", 0, "", 0, "none"),
        experiment,
        1,
        List.of(),
        ForkJob.Pass.MEASURE,
        null);
  }
}
