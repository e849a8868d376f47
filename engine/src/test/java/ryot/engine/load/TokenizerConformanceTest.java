package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.gguf.GgufFile;
import ryot.engine.tokenizer.Tokenizer;
import ryot.testkit.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whole vocabularies of real models against llama.cpp and Hugging Face, where the data is there.
 */
final class TokenizerConformanceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  /** The file of the default model, SmolLM2-135M-Instruct in Q4_1. */
  private static final String MODEL_PROPERTY = "ryot.model";

  @ParameterizedTest
  @ValueSource(strings = {"falcon", "gpt-2", "llama-spm", "phi-3", "starcoder"})
  void everyCaseHasItsIds(String name) throws IOException {
    Path file = SharedData.require("conformance/tokenizer/ggml-vocab-" + name + ".gguf");
    try (GgufFile gguf = GgufFile.open(file)) {
      Tokenizer tokenizer = TokenizerLoader.load(gguf.metadata());
      assertCases(tokenizer, Path.of(file + ".inp"), Path.of(file + ".out"), 46);
    }
  }

  @Test
  void theDefaultModelsTextsHaveTheirIds() throws IOException {
    Path folder = SharedData.require("conformance/smollm2");
    try (GgufFile gguf = GgufFile.open(defaultModel())) {
      Tokenizer tokenizer = TokenizerLoader.load(gguf.metadata());
      assertCases(tokenizer, folder.resolve("tokens.inp"), folder.resolve("tokens.out"), 110);
    }
  }

  @Test
  void theDefaultModelsChatsHaveTheirTextAndIds() throws IOException {
    Path chats = SharedData.require("conformance/smollm2/chats.jsonl");
    try (GgufFile gguf = GgufFile.open(defaultModel())) {
      Tokenizer tokenizer = TokenizerLoader.load(gguf.metadata());
      Optional<String> source = gguf.metadata().findString("tokenizer.chat_template");
      ChatTemplate template = ChatTemplate.detect(source, tokenizer);
      for (String line : Files.readAllLines(chats)) {
        JsonNode chat = JSON.readTree(line);
        List<ChatMessage> messages = messages(chat);
        assertThat(template.render(messages, true)).isEqualTo(chat.get("text").asString());
        int[] expected = ints(chat.get("tokens_special"));
        if (messages.stream().noneMatch(message -> message.content().contains("<|im_"))) {
          assertThat(template.encode(messages, true)).isEqualTo(expected);
        } else {
          // The reference lets a user's text act as control; here it must not.
          assertThat(tokenizer.encode(chat.get("text").asString(), true)).isEqualTo(expected);
          assertThat(template.encode(messages, true)).isNotEqualTo(expected);
        }
      }
    }
  }

  private static Path defaultModel() {
    String file = System.getProperty(MODEL_PROPERTY, "");
    Assumptions.assumeFalse(
        file.isEmpty(), "the default model's file is not given (-D" + MODEL_PROPERTY + "=FILE)");
    return Path.of(file);
  }

  private static void assertCases(Tokenizer tokenizer, Path inputs, Path outputs, int count)
      throws IOException {
    String[] texts = Files.readString(inputs).split(SEPARATOR, -1);
    List<String> lines = Files.readAllLines(outputs);
    assertThat(lines).hasSize(count);
    for (int i = 0; i < lines.size(); i++) {
      int[] expected =
          Arrays.stream(lines.get(i).split(" "))
              .filter(id -> !id.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      assertThat(tokenizer.encode(texts[i], false))
          .as("case %d: %s", i, texts[i])
          .isEqualTo(expected);
    }
  }

  private static List<ChatMessage> messages(JsonNode chat) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : chat.get("messages")) {
      String content = message.get("content").asString();
      messages.add(
          switch (message.get("role").asString()) {
            case "system" -> ChatMessage.system(content);
            case "user" -> ChatMessage.user(content);
            case "assistant" -> ChatMessage.assistant(content);
            default -> throw new IllegalArgumentException("role of " + message);
          });
    }
    return messages;
  }

  private static int[] ints(JsonNode array) {
    int[] ints = new int[array.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = array.get(i).asInt();
    }
    return ints;
  }
}
