package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** One rule for {@code --threads}, whatever computes. */
class ThreadCountTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate --model MODEL --raw Hello",
        "model logits --model MODEL --tokens 1 --out OUT",
        "lang compress --tier neural --model MODEL FILE",
        "lang reduce --budget 3 --model MODEL FILE",
        "lang bench --neural --codecs stored --seconds 0 --model MODEL FILE"
      })
  void fewerThanOneAreRefused(String command) throws IOException {
    Path model =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 1);
    Path file = Files.writeString(folder.resolve("text"), "It is in the sea. It is not.");
    for (String threads : new String[] {"0", "-1"}) {
      Cli.Outcome outcome =
          Cli.run(
              (command + " --threads " + threads)
                  .replace("MODEL", model.toString())
                  .replace("FILE", file.toString())
                  .replace("OUT", folder.resolve("out").toString())
                  .split(" "));
      assertThat(outcome.code()).as(outcome.out()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.err())
          .isEqualTo("ryot: --threads must be 1 or more, is " + threads + "\n");
    }
  }
}
