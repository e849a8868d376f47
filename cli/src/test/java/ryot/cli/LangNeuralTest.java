package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The neural tier on the command line, with a model of random weights. */
class LangNeuralTest {

  private static final byte[] TEXT =
      "The assistant says: it is in the sea, and you and the user are on it.\n"
          .repeat(30)
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private String model = "";

  @BeforeEach
  void writeModel() throws IOException {
    model =
        TinyModels.write(
                folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 1)
            .toString();
  }

  @Test
  void aFileGoesThereAndBackOnOtherThreads() throws IOException {
    Path file = Files.write(folder.resolve("chat.txt"), TEXT);
    Cli.Outcome there =
        Cli.run(
            "lang",
            "compress",
            "--tier",
            "neural",
            "-m",
            model,
            "-t",
            "2",
            "--chunk",
            "300",
            file.toString());
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.err()).contains("2.1 kB to ", ":1): ", "chat.txt.sigma");
    Files.delete(file);
    Cli.Outcome back = Cli.run("lang", "decompress", "-m", model, "-t", "1", file + ".sigma");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(file).hasBinaryContent(TEXT);
  }

  @Test
  void recordsGoThereAndBack() throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    for (int length : new int[] {100, 0, 400, 257, 500}) {
      framed.writeBytes(new byte[] {(byte) length, (byte) (length >>> 8), 0, 0});
      framed.write(TEXT, 0, length);
    }
    Path file = Files.write(folder.resolve("messages.bin"), framed.toByteArray());
    Cli.Outcome there =
        Cli.run(
            "lang",
            "compress",
            "--tier",
            "neural",
            "--framed",
            "--no-verify",
            "-m",
            model,
            file.toString());
    assertThat(there.code()).as(there.err()).isZero();
    Files.delete(file);
    assertThat(Cli.run("lang", "decompress", "-m", model, file + ".sigma").code()).isZero();
    assertThat(file).hasBinaryContent(framed.toByteArray());
  }

  @Test
  void aModelThatIsNotHereIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("chat.txt"), TEXT);
    Cli.run("lang", "compress", "--tier", "neural", "-m", model, file.toString());
    Cli.Outcome outcome = Cli.run("lang", "decompress", "--force", file + ".sigma");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("neural", "which is not here").hasLineCount(1);
  }

  @Test
  void benchAddsARow() throws IOException {
    Path file = Files.write(folder.resolve("c"), TEXT);
    Cli.Outcome outcome =
        Cli.run(
            "lang",
            "bench",
            "--json",
            "--neural",
            "-m",
            model,
            "--seconds",
            "0",
            "--codecs",
            "stored",
            "--chunk",
            "400",
            file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode array = JsonMapper.shared().readTree(outcome.out());
    assertThat(array.valueStream().map(row -> row.get("codec").asString()))
        .containsExactly("neural", "stored");
    assertThat(array.get(0).get("verified").asBoolean()).isTrue();
    assertThat(array.get(0).get("ratio").asDouble()).isGreaterThan(1);
    assertThat(array.get(0).get("compress_mb_s").asDouble()).isPositive();
  }
}
