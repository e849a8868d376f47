package ryot.engine.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import ryot.engine.tokenizer.Tokenizer;

/**
 * ChatML: each turn is {@code <|im_start|>role\ncontent<|im_end|>\n}.
 *
 * @see <a href="https://github.com/openai/openai-python/blob/v0.28.1/chatml.md">Chat Markup
 *     Language</a>
 */
final class ChatMlTemplate implements ChatTemplate {
  static final String TURN_START = "<|im_start|>";
  static final String TURN_END = "<|im_end|>";

  private final ChatMlDialect dialect;
  private final Tokenizer tokenizer;
  private final int turnStart;
  private final int turnEnd;
  private final OptionalInt bos;

  private ChatMlTemplate(
      ChatMlDialect dialect, Tokenizer tokenizer, int turnStart, int turnEnd, OptionalInt bos) {
    this.dialect = dialect;
    this.tokenizer = tokenizer;
    this.turnStart = turnStart;
    this.turnEnd = turnEnd;
    this.bos = bos;
  }

  /**
   * The template over a model's tokenizer.
   *
   * @throws UnsupportedChatTemplateException if the vocabulary lacks ChatML's tokens
   */
  static ChatMlTemplate create(
      ChatMlDialect dialect, Optional<String> jinjaSource, Tokenizer tokenizer) {
    int turnStart = require(TURN_START, jinjaSource, tokenizer);
    int turnEnd = require(TURN_END, jinjaSource, tokenizer);
    boolean beginsWithBos = dialect.beginsWithBos() || tokenizer.vocabulary().addsBos();
    return new ChatMlTemplate(
        dialect,
        tokenizer,
        turnStart,
        turnEnd,
        beginsWithBos ? tokenizer.vocabulary().bos() : OptionalInt.empty());
  }

  private static int require(String piece, Optional<String> jinjaSource, Tokenizer tokenizer) {
    return tokenizer
        .vocabulary()
        .find(piece)
        .orElseThrow(
            () ->
                new UnsupportedChatTemplateException(
                    "the vocabulary has no token " + piece, jinjaSource));
  }

  @Override
  public int[] encode(List<ChatMessage> messages, boolean generationPrompt) {
    IntStream.Builder tokens = IntStream.builder();
    bos.ifPresent(tokens);
    for (ChatMessage message : withSystem(messages)) {
      turn(message, tokens);
    }
    if (generationPrompt) {
      answerStart(tokens);
    }
    return tokens.build().toArray();
  }

  @Override
  public int[] encodeMore(List<ChatMessage> messages, boolean generationPrompt) {
    IntStream.Builder tokens = IntStream.builder();
    for (ChatMessage message : messages) {
      turn(message, tokens);
    }
    if (generationPrompt) {
      answerStart(tokens);
    }
    return tokens.build().toArray();
  }

  @Override
  public int[] closeTurn() {
    IntStream.Builder tokens = IntStream.builder();
    turnEnd(tokens);
    return tokens.build().toArray();
  }

  private void turn(ChatMessage message, IntStream.Builder tokens) {
    tokens.add(turnStart);
    text(message.role().label() + "\n" + message.content(), tokens);
    turnEnd(tokens);
  }

  private void turnEnd(IntStream.Builder tokens) {
    tokens.add(turnEnd);
    text("\n", tokens);
  }

  private void answerStart(IntStream.Builder tokens) {
    tokens.add(turnStart);
    text(ChatMessage.Role.ASSISTANT.label() + "\n", tokens);
  }

  private void text(String text, IntStream.Builder tokens) {
    for (int token : tokenizer.encode(text, false)) {
      tokens.add(token);
    }
  }

  @Override
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    StringBuilder text = new StringBuilder();
    if (dialect.beginsWithBos()) {
      bos.ifPresent(token -> text.append(tokenizer.vocabulary().piece(token)));
    }
    for (ChatMessage message : withSystem(messages)) {
      text.append(TURN_START).append(message.role().label()).append('\n');
      text.append(message.content()).append(TURN_END).append('\n');
    }
    if (generationPrompt) {
      text.append(TURN_START).append(ChatMessage.Role.ASSISTANT.label()).append('\n');
    }
    return text.toString();
  }

  private List<ChatMessage> withSystem(List<ChatMessage> messages) {
    if (dialect.defaultSystem().isEmpty()
        || (!messages.isEmpty() && messages.getFirst().role() == ChatMessage.Role.SYSTEM)) {
      return messages;
    }
    List<ChatMessage> all = new ArrayList<>();
    all.add(ChatMessage.system(dialect.defaultSystem().get()));
    all.addAll(messages);
    return all;
  }
}
