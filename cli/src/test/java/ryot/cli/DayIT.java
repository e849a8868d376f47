package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** {@code ryot day} as a process: what it refuses, and that an interruption leaves nothing. */
class DayIT {

  @TempDir private Path folder;
  private String model = "";

  @BeforeEach
  void aModel() throws IOException {
    model =
        TinyModels.write(
                folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 3)
            .toString();
  }

  @Test
  void aDayThatIsNotThereIsRefused() throws Exception {
    Cli.Outcome outcome = CliProcess.start(folder, "day", "9", "--model", model).finish();
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).isEqualTo("ryot: there is no day 9; the lab knows days 1 and 2\n");
  }

  @Test
  void resultsThatCannotBeWrittenAreToldBeforeAnythingIsMeasured() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli.Outcome outcome =
        CliProcess.start(
                folder, "day", "1", "--model", model, "--out", file.resolve("sub").toString())
            .finish();
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("ryot: ").contains(file.toString()).hasLineCount(1);
  }

  @Test
  void targetsThatAreNoneAreNamed() throws Exception {
    Path targets = Files.writeString(folder.resolve("targets.json"), "{\"targets\": 7}");
    Cli.Outcome outcome =
        CliProcess.start(folder, "day", "1", "--model", model, "--targets", targets.toString())
            .finish();
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("ryot: ").contains("targets.json");
  }

  @Test
  void anInterruptEndsTheForkAndLeavesNoReport() throws Exception {
    Path out = folder.resolve("results");
    CliProcess day =
        CliProcess.start(folder, "day", "1", "--model", model, "--out", out.toString())
            .awaitError("[1/");
    List<ProcessHandle> forks = day.children();
    for (int waited = 0; forks.isEmpty() && waited < 300; waited++) {
      Thread.sleep(100);
      forks = day.children();
    }
    Cli.Outcome outcome = day.signal("INT").finish();
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(130);
    assertThat(outcome.err().lines().toList()).last().isEqualTo("ryot: interrupted");
    assertThat(forks).isNotEmpty();
    for (int waited = 0; forks.stream().anyMatch(ProcessHandle::isAlive) && waited < 50; waited++) {
      Thread.sleep(100);
    }
    assertThat(forks).noneMatch(ProcessHandle::isAlive);
    if (Files.exists(out)) {
      try (Stream<Path> left = Files.walk(out)) {
        assertThat(left.filter(Files::isRegularFile).map(Path::toString))
            .noneMatch(name -> name.endsWith(".md") || name.contains("metrics_json"));
      }
    }
  }
}
