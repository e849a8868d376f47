package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.testkit.SharedData;
import ryot.testkit.TinyModels;
import ryot.testkit.TinyVocabulary;
import ryot.testkit.WeightType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code model info}, {@code tokenize} and {@code detokenize} over a tiny model. */
class ModelFileCommandsTest {

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
  void infoShowsWhatIsInTheFile() {
    Cli.Outcome outcome = Cli.run("model", "info", model);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("architecture  llama", "2 blocks of width 64", "4 heads (2 for keys and values)")
        .contains("512 tokens", "gpt2, pre-tokenizer smollm", "ChatML")
        .containsPattern("Q8_0 +15 ")
        .containsPattern("tokenizer\\.ggml\\.tokens +array +string\\[\\d+] \\{");
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(140));
  }

  @Test
  void infoListsTensorsWhenAsked() {
    assertThat(Cli.run("model", "info", model).out()).doesNotContain("blk.1.ffn_down.weight");
    assertThat(Cli.run("model", "info", model, "--tensors").out())
        .containsPattern("blk\\.1\\.ffn_down\\.weight +Q8_0 +96 × 64");
  }

  @Test
  void infoAsJsonIsWhole() {
    JsonNode json = JsonMapper.shared().readTree(Cli.run("model", "info", model, "--json").out());
    assertThat(json.get("gguf_version").asInt()).isEqualTo(3);
    assertThat(json.get("metadata").get("llama.context_length").asInt()).isEqualTo(512);
    assertThat(json.get("metadata").get("tokenizer.ggml.tokens").size()).isGreaterThan(256);
    assertThat(json.get("tensors").get(0).get("name").asString()).isEqualTo("token_embd.weight");
  }

  @Test
  void tokenizeAndDetokenizeAreInverse() {
    String text = "Hello, wörld \uD83D\uDE00 and the rest\n";
    Cli.Outcome ids = Cli.runWithInput(text, "model", "tokenize", "--model", model);
    assertThat(ids.code()).isZero();
    assertThat(ids.out()).matches("[0-9 ]+\n");
    Cli.Outcome back = Cli.runWithInput(ids.out(), "model", "detokenize", "--model", model);
    assertThat(back.out()).isEqualTo(text);
  }

  @Test
  void aSeparatorCutsCases() {
    Cli.Outcome ids =
        Cli.runWithInput("in|the|", "model", "tokenize", "--model", model, "--separator", "|");
    assertThat(ids.out().lines()).hasSize(2);
    Cli.Outcome back =
        Cli.runWithInput(ids.out(), "model", "detokenize", "--model", model, "--separator", "\\t");
    assertThat(back.out()).isEqualTo("in\tthe");
  }

  @Test
  void controlTokensAreRecognisedOnlyWhenAsked() {
    String text = "<|im_end|>";
    String plain = Cli.runWithInput(text, "model", "tokenize", "--model", model).out();
    String special =
        Cli.runWithInput(text, "model", "tokenize", "--model", model, "--special").out();
    assertThat(special).isEqualTo("2\n");
    assertThat(plain.split(" ", -1)).hasSizeGreaterThan(1);
    assertThat(Cli.runWithInput("2", "model", "detokenize", "--model", model).out()).isEmpty();
    assertThat(Cli.runWithInput("2", "model", "detokenize", "--model", model, "--special").out())
        .isEqualTo(text);
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() {
    Cli.Outcome outcome = Cli.runWithInput("1 999999", "model", "detokenize", "--model", model);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("ryot: token id 999999 is not in the vocabulary");
  }

  @Test
  void aCorruptFileIsRefusedWithThePlace() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(model));
    Path cut = folder.resolve("cut.gguf");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (List<String> command :
        List.of(
            List.of("model", "info", cut.toString()),
            List.of("model", "tokenize", "--model", cut.toString()))) {
      Cli.Outcome outcome = Cli.run(command.toArray(String[]::new));
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).startsWith("ryot: cut.gguf").contains("at byte").hasLineCount(1);
    }
  }

  @Test
  void logitsAreARowForEachStepAndGreedyIdsAreTheirPeaks() throws IOException {
    Path out = folder.resolve("rows.f32");
    Cli.Outcome outcome = logits("1,15,27", "--greedy", "3", "--out", out.toString());
    assertThat(outcome.code()).isZero();
    float[] rows = floats(out);
    int vocabulary = TinyVocabulary.size();
    assertThat(rows).hasSize(4 * vocabulary);
    int[] greedy = TokenIds.parse(outcome.out(), vocabulary);
    assertThat(greedy).hasSize(3);
    for (int row = 0; row < greedy.length; row++) {
      float[] logits = Arrays.copyOfRange(rows, row * vocabulary, (row + 1) * vocabulary);
      for (float logit : logits) {
        assertThat(logit).isLessThanOrEqualTo(logits[greedy[row]]);
      }
    }
  }

  @Test
  void logitsDoNotDependOnHowOftenTheyAreAskedFor() throws IOException {
    Path first = folder.resolve("first.f32");
    Path second = folder.resolve("second.f32");
    String greedy = logits("5 6 7", "--greedy", "1", "--out", first.toString()).out().strip();
    logits("5 6 7 " + greedy, "--out", second.toString());
    int vocabulary = TinyVocabulary.size();
    float[] expected = Arrays.copyOfRange(floats(first), vocabulary, 2 * vocabulary);
    assertThat(floats(second)).hasSameSizeAs(expected).containsExactly(expected, within(1e-4f));
  }

  @Test
  void logitsRefuseWhatCannotBe() {
    String out = folder.resolve("never.f32").toString();
    assertThat(logits("", "--out", out).err()).contains("--tokens needs at least one id");
    assertThat(logits("1,999999", "--out", out).err()).contains("999999 is not in the vocabulary");
    assertThat(logits("1", "--greedy", "512", "--out", out).err())
        .contains("do not fit the model's context of 512");
    assertThat(logits("1", "--out", folder.resolve("no/such/dir.f32").toString()).err())
        .startsWith("ryot: not a folder: ")
        .hasLineCount(1);
    assertThat(Path.of(out)).doesNotExist();
    assertThat(Path.of(out + ".part")).doesNotExist();
  }

  private static Cli.Outcome logits(String tokens, String... more) {
    List<String> command =
        new ArrayList<>(List.of("model", "logits", "--model", model, "--tokens", tokens));
    command.addAll(List.of(more));
    return Cli.run(command.toArray(String[]::new));
  }

  private static float[] floats(Path file) throws IOException {
    FloatBuffer buffer =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Test
  void aMissingFileIsNamed() {
    Cli.Outcome outcome = Cli.run("model", "info", "no/such.gguf");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("ryot: ").contains("no/such.gguf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"falcon", "gpt-2", "llama-spm", "phi-3", "starcoder"})
  void realVocabulariesGiveTheReferencesIds(String name) throws IOException {
    Path vocabulary = SharedData.require("conformance/tokenizer/ggml-vocab-" + name + ".gguf");
    String input = Files.readString(vocabulary.resolveSibling(vocabulary.getFileName() + ".inp"));
    Cli.Outcome outcome =
        Cli.runWithInput(
            input,
            "model",
            "tokenize",
            "--model",
            vocabulary.toString(),
            "--separator",
            "\\n__ggml_vocab_test__\\n");
    assertThat(outcome.out().lines())
        .containsExactlyElementsOf(
            Files.readAllLines(vocabulary.resolveSibling(vocabulary.getFileName() + ".out"))
                .stream()
                .map(String::strip)
                .toList());
  }
}
