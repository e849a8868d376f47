package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench} over a tiny model and a made-up one. */
class BenchIT {

  @TempDir static Path folder;
  private static String model = "";

  @BeforeAll
  static void writeAModel() throws IOException {
    model =
        TinyModels.write(
                folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 1)
            .toString();
  }

  @Test
  void aTableHasARowForEveryCombination() {
    Cli.Outcome outcome =
        Cli.run(
            "bench",
            "--model",
            model,
            "-p",
            "8,4",
            "-n",
            "6",
            "-b",
            "1,3",
            "-t",
            "1,2",
            "-r",
            "2",
            "--warm-up",
            "0");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith(model + "\nllama ")
        .containsPattern("pp8 +1 +[\\d,.]+ +[\\d,.]+ +[\\d,.]+\n")
        .containsPattern(
            "tg6 +2 +3 +[\\d,.]+ +[\\d,.]+ +[\\d,.]+ +[\\d.]+ kB +\\d+ % of [\\d.]+ GB/s");
    assertThat(outcome.out().lines().filter(line -> line.startsWith("pp"))).hasSize(4);
    assertThat(outcome.out().lines().filter(line -> line.startsWith("tg"))).hasSize(4);
    assertThat(outcome.err()).contains("loading ", "tg6, 2 threads, 3 sequences: ");
  }

  @Test
  void asJsonItIsOneArrayAndNothingElse() {
    Cli.Outcome outcome =
        Cli.run(
            "bench",
            "--model",
            model,
            "-p",
            "8",
            "-n",
            "4",
            "-b",
            "2",
            "-t",
            "1",
            "-r",
            "1",
            "--warm-up",
            "0",
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode tests = JsonMapper.shared().readTree(outcome.out());
    assertThat(tests.size()).isEqualTo(2);
    assertThat(tests.get(0).get("n_prompt").intValue()).isEqualTo(8);
    assertThat(tests.get(1).get("n_gen").intValue()).isEqualTo(4);
    assertThat(tests.get(1).get("n_batch").intValue()).isEqualTo(2);
    assertThat(tests.get(1).get("samples_ts").size()).isOne();
    assertThat(tests.get(1).get("stddev_ts").doubleValue()).isZero();
  }

  @Test
  void aShapeNeedsNoModel() {
    Cli.Outcome outcome =
        Cli.run(
            "bench",
            "--shape",
            "stories15m",
            "--quant",
            "q8_0",
            "-p",
            "0",
            "-n",
            "2",
            "-r",
            "1",
            "--warm-up",
            "0");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("stories15m-q8_0\nllama 15M Q8_0, 16.2 MB, 15.2 M weights");
  }

  @Test
  void shapesAreListedWithWhatTheyTake() {
    Cli.Outcome outcome = Cli.run("bench", "--shapes");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("llama-3.2-1b +1.2 G +695.4 MB ")
        .contains("qwen3-8b", "smollm2-135m", "q5_k_m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -p x                            | 'x' is not an int
          -p -3                           | prompt tokens must be 0 or more
          -b 0                            | sequences must be 1 or more
          -t 0                            | threads must be 1 or more
          -r 0                            | repetitions must be 1 or more
          -p 0 -n 0                       | nothing to measure
          --shape gpt-9                   | there is no shape 'gpt-9'; there are stories15m
          --shape stories15m --quant q4   | there is no type 'q4'; there are f32
          --quant q4_0                    | --quant is for --shape
          --model x.gguf --shape qwen3-8b | give one of them
          --machine --shapes              | give one of them
          --machine --model x.gguf        | need no model
          --machine -t 0                  | threads must be 1 or more
          --wram-up 1                     | unknown option '--wram-up'
          """)
  void aWrongArgumentIsAUsageErrorInOneLine(String arguments, String said) {
    Cli.Outcome outcome = Cli.run(("bench " + arguments).split(" ", -1));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("ryot: ")
        .contains(said)
        .endsWith("(see ./ryot bench --help)\n")
        .hasLineCount(1);
  }

  @Test
  void aMissingFileIsBadInput() {
    Cli.Outcome outcome = Cli.run("bench", "--model", folder.resolve("no.gguf").toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("no.gguf").doesNotContain("Exception");
  }
}
