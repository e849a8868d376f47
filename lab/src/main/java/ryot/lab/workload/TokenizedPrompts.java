package ryot.lab.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.chat.UnsupportedChatTemplateException;
import ryot.engine.tokenizer.Tokenizer;

/**
 * A question in the model's own tokens: as a user's turn of its chat template where it has one that
 * the engine speaks, else as plain text. The template's own system message is left out, as it would
 * not fit into a prompt of 16 tokens.
 */
final class TokenizedPrompts implements PromptTokens {

  private final Tokenizer tokenizer;
  private final int[] before;
  private final int[] after;
  private final String description;

  private TokenizedPrompts(Tokenizer tokenizer, int[] before, int[] after, String description) {
    this.tokenizer = tokenizer;
    this.before = before;
    this.after = after;
    this.description = description;
  }

  static PromptTokens of(Tokenizer tokenizer, Optional<String> templateSource) {
    int[] start = start(tokenizer);
    if (templateSource.isEmpty()) {
      return new TokenizedPrompts(
          tokenizer, start, new int[0], "questions as plain text (the model has no chat template)");
    }
    try {
      return ofTemplate(tokenizer, ChatTemplate.detect(templateSource, tokenizer), start);
    } catch (UnsupportedChatTemplateException e) {
      return new TokenizedPrompts(
          tokenizer,
          start,
          new int[0],
          "questions as plain text (the engine does not speak the model's chat template)");
    }
  }

  private static PromptTokens ofTemplate(Tokenizer tokenizer, ChatTemplate template, int[] start) {
    int[] one = turn(template, "Why?");
    int[] other = turn(template, "4");
    int same = Arrays.mismatch(one, other);
    int tail = 0;
    while (tail < Math.min(one.length, other.length) - same
        && one[one.length - 1 - tail] == other[other.length - 1 - tail]) {
      tail++;
    }
    int[] before = Arrays.copyOf(start, start.length + same);
    System.arraycopy(one, 0, before, start.length, same);
    return new TokenizedPrompts(
        tokenizer,
        before,
        Arrays.copyOfRange(one, one.length - tail, one.length),
        "questions as a user's turn of the model's chat template, without a system message");
  }

  private static int[] turn(ChatTemplate template, String words) {
    return template.encodeMore(List.of(new ChatMessage(ChatMessage.Role.USER, words)), true);
  }

  private static int[] start(Tokenizer tokenizer) {
    return tokenizer.vocabulary().addsBos() && tokenizer.vocabulary().bos().isPresent()
        ? new int[] {tokenizer.vocabulary().bos().getAsInt()}
        : new int[0];
  }

  @Override
  public int[] before() {
    return before.clone();
  }

  @Override
  public int[] after() {
    return after.clone();
  }

  @Override
  public int[] encode(String words) {
    return tokenizer.encode(words, false);
  }

  @Override
  public String description() {
    return description;
  }
}
