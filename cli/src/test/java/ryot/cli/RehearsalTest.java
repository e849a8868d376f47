package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher runs after a build, so that later starts are quick. */
class RehearsalTest {

  @TempDir private Path folder;

  @Test
  void itAnswersAndLeavesNothingBehind() {
    Cli.Outcome outcome = Cli.run("rehearse", folder.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("prompt of ", " tokens; seed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void itIsNotListed() {
    assertThat(Cli.run("--help").out()).contains("generate").doesNotContain("rehearse");
  }
}
