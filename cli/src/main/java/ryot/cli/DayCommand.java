package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.lab.DayOptions;
import ryot.lab.DayOutcome;
import ryot.lab.DayRunner;
import ryot.lab.results.DayReport;

/** {@code ryot day}: measures, profiles, judges and reports. */
@Command(
    name = "day",
    description = {
      "Measure, profile, set the figures against targets, and report.",
      "",
      "Day 1 runs two benchmarks, each in a fresh JVM: the time to the first token, and the"
          + " generation of tokens. Profiles are taken in JVMs of their own, so that they colour no"
          + " timing. Leave the machine alone meanwhile: it takes some minutes.",
      "",
      "Day 2 measures how small messages become, and how fast, on messages that ship with Ryot, and"
          + " how soon units are read from and written to an encrypted vault on the disk of --out; it"
          + " needs no model.",
      "",
      "The result is 0 if everything was measured and no target is missed (an undecided one is not"
          + " missed), 3 if a target is missed, 1 if a benchmark failed or its measurement is not to"
          + " be believed. Files appear together at the end, or not at all."
    },
    footer = {
      "  ./ryot day 1",
      "  ./ryot day 2",
      "  ./ryot day 1 --model my.gguf --out /tmp/my-results",
      "  ./ryot day 1 --targets my-targets.json || echo 'not fast enough'",
    })
final class DayCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "DAY", description = "Which day: 1 or 2.")
  private int day;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where results go (default: results/phase_18f).")
  private Path out = DayOptions.DEFAULT_OUT;

  @Option(
      names = "--targets",
      paramLabel = "FILE",
      description =
          "The targets (default: config/targets.json if there is one, else the built-in ones).")
  private @Nullable Path targets;

  @Option(names = "--no-profile", description = "Leave out the profiles: timings alone.")
  private boolean noProfile;

  @Mixin private final ThreadCount threads = new ThreadCount();

  DayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    DayRunner runner = DayRunner.of(day);
    DayOptions options =
        (runner.needsModel()
                ? DayOptions.of(model.name(), model.file(terminal))
                : DayOptions.of("", Path.of("")))
            .withOut(out)
            .withThreads(threads.asked())
            .withProfile(!noProfile);
    DayOutcome outcome;
    try (DayDisplay display = new DayDisplay(terminal)) {
      outcome = runner.run(targets == null ? options : options.withTargets(targets), display);
    }
    terminal.out().print(outcome.consoleSummary());
    terminal.out().printf("%nSummary: %s%nFiles:%n", outcome.summary());
    outcome.files().forEach(file -> terminal.out().println("  " + file));
    return exitCode(outcome.report());
  }

  private static int exitCode(DayReport report) {
    if (report.failed() > 0) {
      return ExitCode.FAILED;
    }
    return switch (report.verdict()) {
      case PASS, UNDECIDED -> ExitCode.OK;
      case FAIL -> ExitCode.TARGET_MISSED;
      case INVALID -> ExitCode.FAILED;
    };
  }
}
