package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help teaches, and a wrong command line is answered in one line. */
class HelpTest {

  @Test
  void aloneItShowsWhatThereIs() {
    Cli.Outcome outcome = Cli.run();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Commands:", "First steps:", "Exit codes:");
    assertThat(outcome.err()).isEmpty();
  }

  static Stream<String> commands() {
    return all(Cli.commandLine()).map(command -> command.getCommandSpec().qualifiedName());
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(sub -> Stream.concat(Stream.of(sub), all(sub)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItDoesAndShowsExamples(String command) {
    String[] words = (command.substring("ryot ".length()) + " --help").split(" ", -1);
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("Usage: " + command)
        .contains("Examples:", "  ./" + command);
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  @Test
  void theVersionNamesTheJavaThatRunsIt() {
    Cli.Outcome outcome = Cli.run("--version");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("ryot ").contains("Java " + Runtime.version());
  }

  @Test
  void aWrongOptionIsAUsageErrorInOneLine() {
    Cli.Outcome outcome = Cli.run("--verboso");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("ryot: unknown option '--verboso'; did you mean --ver")
        .endsWith("? (see ./ryot --help)\n")
        .hasLineCount(1);
  }

  @Test
  void aWrongCommandIsAUsageErrorInOneLine() {
    Cli.Outcome outcome = Cli.run("tset");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("ryot: no command 'tset'").hasLineCount(1);
  }

  @Test
  void testsAreTheLaunchersTask() {
    Cli.Outcome outcome = Cli.run("test", "-q");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("./ryot test -q").hasLineCount(1);
  }
}
