package ryot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** Whole processes over a tiny model: what they write, and how they end when something is wrong. */
class CommandIT {

  @TempDir private Path folder;
  private String model = "";

  @BeforeEach
  void aModel() throws IOException {
    model =
        TinyModels.write(
                folder.resolve("tiny.gguf"), TinyModels.Architecture.QWEN2, WeightType.Q8_0, 3)
            .toString();
  }

  private Cli.Outcome run(String... arguments) throws Exception {
    return CliProcess.start(folder, arguments).type("").finish();
  }

  private void assertFails(Cli.Outcome outcome, String... said) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("ryot: ")
        .contains(said)
        .doesNotContain("\tat ", "Exception");
  }

  @Test
  void generateStreamsTextAndTellsItsSpeedApart() throws Exception {
    String[] command = {
      "generate", "--model", model, "--seed", "5", "--max-tokens", "20", "Wörld?"
    };
    Cli.Outcome first = run(command);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).isNotBlank().endsWith("\n").doesNotContain("tok/s");
    assertThat(first.err()).contains("tokens at ", "tok/s", "seed 5").hasLineCount(1);
    assertThat(run(command).out()).as("the same seed gives the same text").isEqualTo(first.out());
  }

  @Test
  void aPromptFromStandardInputIsTheSameAsOneInTheArguments() throws Exception {
    String[] options = {"generate", "--model", model, "--temperature", "0", "-n", "9"};
    String[] given = Arrays.copyOf(options, options.length + 1);
    given[options.length] = "Hello";
    String[] piped = given.clone();
    piped[options.length] = "-";
    assertThat(CliProcess.start(folder, piped).type("Hello").finish().out())
        .isEqualTo(run(given).out());
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    assertFails(run("generate", "--model", "missing.gguf", "Hi"), "missing.gguf");
  }

  @Test
  void aCorruptFileIsRefusedWithThePlace() throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(model));
    Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(bytes, bytes.length / 2));
    assertFails(run("generate", "--model", "cut.gguf", "Hi"), "cut.gguf", "at byte");
    Files.write(folder.resolve("other.gguf"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    assertFails(run("chat", "--model", "other.gguf"), "other.gguf");
  }

  @Test
  void aWrongFlagIsAUsageError() throws Exception {
    Cli.Outcome outcome = run("generate", "--temprature", "0", "Hi");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("ryot: unknown option '--temprature'").hasLineCount(1);
    assertThat(run("generate", "--max-tokens", "many", "Hi").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("generate").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void valuesOffTheirRangeAreRefused() throws Exception {
    assertFails(run("generate", "--model", model, "--temperature", "-1", "Hi"), "temperature");
    assertFails(run("generate", "--model", model, "--context", "100000", "Hi"), "100000", "512");
  }

  @Test
  void aPromptLongerThanTheContextIsAnErrorAndNotTruncated() throws Exception {
    assertFails(
        run("generate", "--model", model, "--context", "16", "word ".repeat(40)), "context", "16");
  }

  @Test
  void withoutModelAndNetworkTheErrorSaysHowToGetOne() throws Exception {
    assertFails(run("generate", "--offline", "Hi"), "--offline", "--model FILE");
    assertFails(run("pull"), "cannot be fetched", "--model FILE");
    try (var left = Files.list(folder.resolve("models"))) {
      assertThat(left.filter(file -> file.toString().endsWith(".gguf"))).isEmpty();
    }
  }

  @Test
  void theCatalogueNeedsNoNetwork() throws Exception {
    Cli.Outcome outcome = run("models");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("SmolLM2-135M-Instruct *", "Apache-2.0", "98.4 MB");
  }

  @Test
  void chatKeepsTheConversation() throws Exception {
    Cli.Outcome outcome =
        CliProcess.start(folder, "chat", "--model", model, "--temperature", "0", "-n", "8")
            .type("Hello\nWhat is in the user?\n/reset\nHello\n/exit\nnever read\n")
            .finish();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("; 0 of "),
            second ->
                assertThat(second).containsPattern("; [1-9]\\d* of \\d+ prompt tokens reused"),
            reset -> assertThat(reset).isEqualTo("[a new conversation]"),
            again -> assertThat(again).contains("; 0 of "));
    String[] answers = outcome.out().split("\n", -1);
    assertThat(answers[0]).isEqualTo(answers[answers.length - 2]);
  }

  @Test
  void chatRefusesATemplateItDoesNotSpeak() throws Exception {
    Path other = folder.resolve("other.gguf");
    byte[] bytes = Files.readAllBytes(Path.of(model));
    replace(bytes, "<|im_start|>' + message", "<|im_begin|>' + message");
    Files.write(other, bytes);
    assertFails(run("chat", "--model", other.toString()), "only ChatML is spoken");
    assertThat(run("generate", "--raw", "-n", "3", "--model", other.toString(), "Hi").code())
        .isZero();
  }

  @Test
  void anInterruptEndsAGenerationWithOneLine() throws Exception {
    Cli.Outcome outcome =
        CliProcess.start(
                folder,
                "generate",
                "--model",
                endless().toString(),
                "--temperature",
                "0",
                "--max-tokens",
                "1000000",
                "Hello")
            .awaitOutput(1)
            .signal("INT")
            .finish();
    assertThat(outcome.code()).isEqualTo(130);
    assertThat(outcome.err()).isEqualTo("ryot: interrupted\n");
  }

  @Test
  void aTerminationDuringLogitsLeavesNoFile() throws Exception {
    CliProcess process =
        CliProcess.start(
            folder,
            "model",
            "logits",
            "--model",
            endless().toString(),
            "--tokens",
            "1",
            "--greedy",
            "900000",
            "--out",
            "rows.f32");
    Path part = folder.resolve("rows.f32.part");
    for (int waited = 0; waited < 600 && Files.notExists(part); waited++) {
      Thread.sleep(100);
    }
    Cli.Outcome outcome = process.signal("TERM").finish();
    assertThat(outcome.code()).isEqualTo(143);
    assertThat(outcome.err()).isEqualTo("ryot: interrupted\n");
    assertThat(part).doesNotExist();
    assertThat(folder.resolve("rows.f32")).doesNotExist();
  }

  @Test
  void anInterruptWhileReadingEndsAtOnce() throws Exception {
    CliProcess process = CliProcess.start(folder, "model", "tokenize", "--model", model);
    Thread.sleep(3_000); // it waits for input by then, or is still starting: both must end well
    Cli.Outcome outcome = process.signal("INT").finish();
    assertThat(outcome.code()).isEqualTo(130);
  }

  /** The tiny model with a context of a million tokens, which it takes long to fill. */
  private Path endless() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(model));
    int key = find(bytes, "qwen2.context_length");
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(key + "qwen2.context_length".length() + Integer.BYTES, 1_000_000);
    return Files.write(folder.resolve("endless.gguf"), bytes);
  }

  private static void replace(byte[] bytes, String old, String other) {
    assertThat(other).hasSameSizeAs(old);
    int at = find(bytes, old);
    System.arraycopy(other.getBytes(US_ASCII), 0, bytes, at, old.length());
  }

  private static int find(byte[] bytes, String text) {
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).as(text).isNotNegative();
    return at;
  }
}
