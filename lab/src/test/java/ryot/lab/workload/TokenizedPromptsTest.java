package ryot.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.tokenizer.Tokenizer;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

class TokenizedPromptsTest {

  private static final String QUESTION = "Why do cats purr?";

  @TempDir Path folder;

  @Test
  void aQuestionBetweenTheTwoPartsIsTheTemplatesOwnTurn() throws IOException {
    try (Engine engine = tiny()) {
      Tokenizer tokenizer = engine.tokenizer().orElseThrow();
      ChatTemplate template = ChatTemplate.detect(engine.chatTemplateSource(), tokenizer);
      PromptTokens tokens = TokenizedPrompts.of(tokenizer, engine.chatTemplateSource());
      int[] turn =
          template.encodeMore(List.of(new ChatMessage(ChatMessage.Role.USER, QUESTION)), true);
      assertThat(joined(tokens)).endsWith(turn);
      assertThat(tokens.description()).contains("chat template");
    }
  }

  @Test
  void aTemplateThatNobodySpeaksLeavesPlainText() throws IOException {
    try (Engine engine = tiny()) {
      Tokenizer tokenizer = engine.tokenizer().orElseThrow();
      PromptTokens odd = TokenizedPrompts.of(tokenizer, Optional.of("{{ bos_token }}[INST]"));
      assertThat(odd.after()).isEmpty();
      assertThat(odd.description()).contains("does not speak");
      assertThat(TokenizedPrompts.of(tokenizer, Optional.empty()).description())
          .contains("no chat template");
    }
  }

  private Engine tiny() throws IOException {
    return Engine.open(
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.F32, 1),
        EngineOptions.defaults().withThreads(1));
  }

  private static int[] joined(PromptTokens tokens) {
    return Stream.of(tokens.before(), tokens.encode(QUESTION), tokens.after())
        .flatMapToInt(IntStream::of)
        .toArray();
  }
}
