package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/**
 * {@code ryot lang reduce}, with a model of random weights: what is promised whatever it thinks.
 */
class LangReduceCommandTest {
  private static final String TEXT =
      "The cat sat. A dog ran by. It cost 12 pounds. The sea was calm. Nobody came. ".repeat(4);

  @TempDir private Path folder;
  private String model = "";

  @BeforeEach
  void writeModel() throws IOException {
    model =
        TinyModels.write(
                folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 1)
            .toString();
  }

  private Cli.Outcome reduce(String... more) {
    String[] args = {"lang", "reduce", "--model", model};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Cli.runWithInput(TEXT, all);
  }

  @Test
  void aPipeIsReducedAndWhatItCostIsSaid() {
    Cli.Outcome outcome = reduce("--budget", "200", "--question", "Who ran?");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("It cost 12 pounds.").hasSizeLessThan(TEXT.length());
    assertThat(outcome.err())
        .matches(
            "(?s)[\\d,]+ tokens to [\\d,]+: \\d+ of 20 sentences left out in \\d+\\.\\d\\d s;"
                + " saves time with a model that reads fewer than [\\d,]+ tokens/s\\s*");
  }

  @Test
  void aBudgetThatCannotBeMetIsSaidAndWritesNothing() {
    Path out = folder.resolve("short.txt");
    Cli.Outcome outcome = reduce("--budget", "3", "-o", out.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("a budget of 3 tokens", "sentences with numbers");
    assertThat(out).doesNotExist();
  }

  @Test
  void aPrefixStaysAndProtectionIsChosen() throws IOException {
    Path prefix = Files.writeString(folder.resolve("system.txt"), "You are a  clerk.\n\n");
    Cli.Outcome outcome =
        reduce("--budget", "60", "--prefix", prefix.toString(), "--protect", "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("You are a  clerk.\n\n");
  }

  @Test
  void bytesThatAreNoTextAreRefusedWithTheirPlace() throws IOException {
    Path file = Files.write(folder.resolve("latin1.txt"), new byte[] {'a', ' ', (byte) 0xE4, '.'});
    Cli.Outcome outcome = reduce("--budget", "60", file.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("latin1.txt is no UTF-8 at byte 2", "convert");
  }

  @Test
  void anUnknownKindOfProtectionIsAWrongCommandLine() {
    Cli.Outcome outcome = reduce("--budget", "60", "--protect", "poems");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("'poems' is none of code, numbers, quotes");
  }
}
