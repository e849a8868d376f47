package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.gguf.GgufFile;
import ryot.engine.tokenizer.Tokenizer;
import ryot.models.ModelStore;
import ryot.models.PullProgress;
import ryot.testkit.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The default model, pulled as a user would: it answers sensibly, and computes what others compute.
 * Skipped, with the reason, where it cannot be had.
 */
class RealModelIT {

  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  /** Our fast kernels round activations to int8; the reference's best two must lie closer. */
  private static final double LARGEST_MARGIN_TO_PART = 0.3;

  private static final double LARGEST_ERROR = 2e-2;
  private static final double LARGEST_MEAN_ERROR = 3e-3;

  @TempDir private Path folder;
  private static String model = "";

  @BeforeAll
  static void pull() {
    try {
      ModelStore store = ModelStore.open();
      String name = store.catalog().defaultModel().name();
      model = store.resolve(name, false, PullProgress.SILENT).toString();
    } catch (IOException e) {
      abort("the default model cannot be had here: " + e.getMessage());
    }
  }

  @Test
  void itCodesAnAnswerInLessThanHalfOfItsSizeAndReadsItAgain() throws IOException {
    String text =
        "The sky appears blue because air scatters the short wavelengths of sunlight more than"
            + " the long ones. This is known as Rayleigh scattering. At sunset the light takes a"
            + " longer path through the atmosphere, so that mostly red and orange light remains.";
    Path file = Files.writeString(folder.resolve("answer.txt"), text);
    Cli.Outcome there =
        Cli.run("lang", "compress", "--tier", "neural", "--no-verify", file.toString());
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(Files.size(folder.resolve("answer.txt.sigma"))).isLessThan(text.length() / 2);
    Files.delete(file);
    Cli.Outcome back = Cli.run("lang", "decompress", "-t", "1", file + ".sigma");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(file).hasContent(text);
  }

  /** A question whose answer does not hang on how activations are rounded, as some do. */
  @Test
  void itKnowsWhoWroteHamlet() {
    Cli.Outcome outcome =
        Cli.run("generate", "--temperature", "0", "-n", "40", "Who wrote Hamlet?");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Shakespeare");
  }

  @Test
  void theSecondTurnComputesOnlyWhatIsNew() {
    Cli.Outcome outcome =
        Cli.runWithInput(
            "Name three rivers in Europe.\nThank you!\n", "chat", "--temperature", "0", "-n", "60");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Matcher turns =
        Pattern.compile("; ([\\d,]+) of ([\\d,]+) prompt tokens reused").matcher(outcome.err());
    assertThat(turns.find()).isTrue();
    assertThat(turns.group(1)).isEqualTo("0");
    int firstPrompt = Integer.parseInt(turns.group(2));
    assertThat(turns.find()).isTrue();
    assertThat(Integer.parseInt(turns.group(1))).isGreaterThanOrEqualTo(firstPrompt);
  }

  @Test
  void textBecomesTheReferencesIds() throws IOException {
    Path cases = SharedData.require("conformance/smollm2/tokens.inp");
    Cli.Outcome outcome =
        Cli.runWithInput(
            Files.readString(cases), "model", "tokenize", "--separator", escaped(SEPARATOR));
    assertThat(outcome.out().lines())
        .containsExactlyElementsOf(
            Files.readAllLines(cases.resolveSibling("tokens.out")).stream()
                .map(String::strip)
                .toList());
  }

  @Test
  void chatsAreRenderedAsTheReferenceDoes() throws IOException {
    Path chats = SharedData.require("conformance/smollm2/chats.jsonl");
    Tokenizer tokenizer = ModelTokenizeCommand.tokenizer(Path.of(model));
    ChatTemplate template;
    try (GgufFile file = GgufFile.open(Path.of(model))) {
      template =
          ChatTemplate.detect(file.metadata().findString("tokenizer.chat_template"), tokenizer);
    }
    for (String line : Files.readAllLines(chats)) {
      JsonNode expected = JsonMapper.shared().readTree(line);
      List<ChatMessage> messages = messages(expected);
      assertThat(template.render(messages, true)).isEqualTo(expected.get("text").asString());
      // where a user writes a control token, ours stays text: no user speaks for the model
      boolean control = messages.stream().anyMatch(message -> message.content().contains("<|im_"));
      String ids = TokenIds.format(template.encode(messages, true));
      if (control) {
        assertThat(ids).isNotEqualTo(ids(expected.get("tokens_special")));
      } else {
        assertThat(ids).isEqualTo(ids(expected.get("tokens_special")));
      }
    }
  }

  @Test
  void greedyIdsAndLogitsAreTheReferences() throws IOException {
    Path data = SharedData.require("conformance/smollm2/greedy.jsonl");
    FloatBuffer reference = floats(data.resolveSibling("logits.f32"));
    List<String> prompts = Files.readAllLines(data);
    int vocabulary = reference.remaining() / prompts.size();
    List<Double> errors = new ArrayList<>();
    for (int prompt = 0; prompt < prompts.size(); prompt++) {
      JsonNode expected = JsonMapper.shared().readTree(prompts.get(prompt));
      JsonNode steps = expected.get("steps");
      Path rows = folder.resolve("rows.f32");
      Cli.Outcome outcome =
          Cli.run(
              "model",
              "logits",
              "--tokens",
              ids(expected.get("prompt")),
              "--greedy",
              Integer.toString(steps.size() - 1),
              "--out",
              rows.toString());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      errors.add(error(floats(rows), reference.slice(prompt * vocabulary, vocabulary)));
      assertPartsOnlyWhereTheReferenceIsClose(TokenIds.parse(outcome.out(), vocabulary), steps);
    }
    assertThat(errors).allSatisfy(error -> assertThat(error).isLessThan(LARGEST_ERROR));
    assertThat(errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .isLessThan(LARGEST_MEAN_ERROR);
  }

  private static void assertPartsOnlyWhereTheReferenceIsClose(int[] found, JsonNode steps) {
    for (int step = 0; step < found.length; step++) {
      JsonNode best = steps.get(step);
      if (found[step] != best.get("top").get(0).asInt()) {
        double margin = best.get("logit").get(0).asDouble() - best.get("logit").get(1).asDouble();
        assertThat(margin).as("step %d", step).isLessThan(LARGEST_MARGIN_TO_PART);
        return; // from here on the two continue different texts
      }
    }
  }

  private static List<ChatMessage> messages(JsonNode chat) {
    return chat.get("messages")
        .valueStream()
        .map(
            message -> {
              String content = message.get("content").asString();
              return switch (message.get("role").asString()) {
                case "system" -> ChatMessage.system(content);
                case "assistant" -> ChatMessage.assistant(content);
                default -> ChatMessage.user(content);
              };
            })
        .toList();
  }

  /** Normalised mean square error of the first row. */
  private static double error(FloatBuffer found, FloatBuffer reference) {
    double difference = 0;
    double square = 0;
    for (int i = 0; i < reference.remaining(); i++) {
      difference += Math.pow((double) found.get(i) - reference.get(i), 2);
      square += Math.pow(reference.get(i), 2);
    }
    return difference / square;
  }

  private static String escaped(String separator) {
    return separator.replace("\n", "\\n");
  }

  private static String ids(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
  }

  private static FloatBuffer floats(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
