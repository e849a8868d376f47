package ryot.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ryot.engine.tokenizer.Tokenizer;
import ryot.testkit.TinyVocabulary;

final class ConversationTest {
  private final Tokenizer tokenizer = TinyTokenizer.create();
  private final ChatTemplate template =
      ChatTemplate.detect(Optional.of(Templates.ONE_LINE), tokenizer);

  @Test
  void aConversationIsWhatTheTemplateMakesOfItsMessages() {
    Conversation conversation = Conversation.open(template, tokenizer, List.of());
    conversation.ask("Hello");
    String answer = conversation.answered(withEnd(tokenizer.encode("What is it?", false)));
    int[] prompt = conversation.ask("The user asks.");

    assertThat(answer).isEqualTo("What is it?");
    assertThat(prompt).isEqualTo(template.encode(conversation.messages(), true));
  }

  @Test
  void eachPromptBeginsWithAllThatTheModelSawAndMade() {
    Conversation conversation =
        Conversation.open(template, tokenizer, List.of(ChatMessage.system("Be brief")));
    int[] first = conversation.ask("Hello");
    // "Hello" in single letters, as no encoder would spell it
    int[] generated =
        "Hello"
            .chars()
            .map(c -> tokenizer.vocabulary().find(Character.toString(c)).orElseThrow())
            .toArray();
    conversation.answered(withEnd(generated));
    assertThat(conversation.ask("What")).startsWith(concat(first, withEnd(generated)));
  }

  @Test
  void anAnswerCutShortIsClosed() {
    Conversation conversation = Conversation.open(template, tokenizer, List.of());
    int[] first = conversation.ask("Hello");
    conversation.answered(new int[0]);
    int[] newline = tokenizer.encode("\n", false);
    assertThat(conversation.tokens())
        .isEqualTo(concat(first, concat(new int[] {TinyVocabulary.TURN_END}, newline)));
  }

  @Test
  void anotherEndOfTextIsReplacedByTheEndOfTheTurn() {
    Conversation conversation = Conversation.open(template, tokenizer, List.of());
    conversation.ask("Hello");
    conversation.answered(concat(tokenizer.encode("in", false), new int[] {0}));
    assertThat(conversation.tokens()).doesNotContain(TinyVocabulary.END_OF_TEXT);
    assertThat(conversation.messages().getLast()).isEqualTo(ChatMessage.assistant("in"));
  }

  @Test
  void questionsAndAnswersAlternate() {
    Conversation conversation = Conversation.open(template, tokenizer, List.of());
    assertThatThrownBy(() -> conversation.answered(new int[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call ask first");
    conversation.ask("Hello");
    assertThatThrownBy(() -> conversation.ask("Hello?"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no answer yet");
  }

  private static int[] withEnd(int[] tokens) {
    return concat(tokens, new int[] {TinyVocabulary.TURN_END});
  }

  private static int[] concat(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
