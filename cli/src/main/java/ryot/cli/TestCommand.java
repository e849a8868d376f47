package ryot.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ryot test}. The launcher script runs it, since it needs Maven and not the program; this
 * class gives it its place in the help.
 */
@Command(
    name = "test",
    description = {
      "Do all the set-up, build everything and run every test and every check.",
      "",
      "Runs 'mvn verify' with the JDK that the launcher found. Tests on the real model fetch it as"
          + " 'pull' does, and are reported as skipped, with the reason, where that is impossible."
          + " The exit code is Maven's."
    },
    footer = {
      "  ./ryot test                              everything",
      "  ./ryot test -pl cli -am -Dtest='Day*' -Dsurefire.failIfNoSpecifiedTests=false",
    })
final class TestCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "ARG", description = "Handed to Maven.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    throw new IllegalStateException(
        "tests are run by the launcher script: ./ryot test " + String.join(" ", arguments));
  }
}
