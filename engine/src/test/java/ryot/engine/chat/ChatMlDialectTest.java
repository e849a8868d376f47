package ryot.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChatMlDialectTest {

  @Test
  void theSystemMessageIsTakenFromTheTemplateHoweverItIsWritten() {
    assertThat(recognize(Templates.ONE_LINE).defaultSystem()).contains("Be kind");
    assertThat(recognize(Templates.WITH_TOOLS).defaultSystem()).contains("Be kind");
    assertThat(recognize(Templates.WITH_VARIABLE).defaultSystem()).contains("Be kind");
    assertThat(recognize(Templates.PLAIN).defaultSystem()).isEmpty();
  }

  @Test
  void bosIsWrittenOnlyWhereTheTemplateBeginsWithIt() {
    assertThat(recognize(Templates.WITH_VARIABLE).beginsWithBos()).isTrue();
    assertThat(recognize(Templates.ONE_LINE).beginsWithBos()).isFalse();
  }

  @Test
  void aFileWithoutATemplateIsNamedAsSuch() {
    assertThatThrownBy(() -> ChatMlDialect.recognize(Optional.empty()))
        .isInstanceOf(UnsupportedChatTemplateException.class)
        .hasMessage(
            "only ChatML is spoken, and the model's chat template is not known to be that:"
                + " the file has none. Give the prompt as text instead.");
  }

  @Test
  void anotherFormatIsRejectedWithItsBeginning() {
    assertRejected(
        "{{ bos_token }}{% for message in messages %}\n[INST] {{ message.content }} [/INST]"
            + "{% endfor %}",
        "writes no turns", "it begins: {{ bos_token }}{% for message in messages %} [INST]");
  }

  @Test
  void anAnswerThatBeginsWithMoreIsRejected() {
    assertRejected(
        Templates.PLAIN.replace("assistant\\n", "assistant\\n<think>\\n"),
        "does not begin an answer");
    assertRejected(
        Templates.PLAIN.replace("{% endif %}", "{{ '<think>' }}{% endif %}"),
        "writes more than <|im_start|>assistant");
    assertRejected(
        Templates.WITH_TOOLS.replace("</think>\\n\\n' }}", "' }}{% else %}{{ '<think>' }}"),
        "writes more than <|im_start|>assistant");
  }

  @Test
  void aSystemMessageThatIsAlwaysWrittenIsRejected() {
    assertRejected(
        "{{ '<|im_start|>system\\nYou call functions: ' + tools + '<|im_end|>\\n' + x }}"
            + Templates.PLAIN,
        "always writes a system message");
  }

  @Test
  void severalSystemMessagesAreRejected() {
    assertRejected(
        Templates.ONE_LINE
            + "{% if not system %}{{ '<|im_start|>system\nBe brief<|im_end|>\n' }}{% endif %}",
        "several system messages");
  }

  @Test
  void brokenJinjaIsRejected() {
    assertRejected(Templates.PLAIN + "{% endif %}", "broken Jinja");
    assertRejected(Templates.PLAIN + "{{ 'never closed }}", "broken Jinja");
    assertRejected("{% if messages", "broken Jinja");
  }

  private static ChatMlDialect recognize(String source) {
    return ChatMlDialect.recognize(Optional.of(source));
  }

  private static void assertRejected(String source, String... reasons) {
    assertThatThrownBy(() -> recognize(source))
        .isInstanceOf(UnsupportedChatTemplateException.class)
        .hasMessageStartingWith("only ChatML is spoken")
        .hasMessageContainingAll(reasons);
  }
}
