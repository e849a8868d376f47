package ryot.engine.chat;

import java.util.List;
import java.util.Optional;
import ryot.engine.tokenizer.Tokenizer;

/**
 * How a model wants a conversation written down. Control tokens come from the template alone: text
 * that spells one stays text. Immutable and safe for use by many threads.
 */
public interface ChatTemplate {

  /**
   * The token ids of a whole prompt, with all that belongs before it, such as BOS or the model's
   * own system message where {@code messages} does not begin with one.
   *
   * @param generationPrompt whether the model is to speak next
   */
  int[] encode(List<ChatMessage> messages, boolean generationPrompt);

  /**
   * The token ids that continue a prompt whose last turn is closed.
   *
   * @param generationPrompt whether the model is to speak next
   */
  int[] encodeMore(List<ChatMessage> messages, boolean generationPrompt);

  /**
   * The token ids that close the model's turn after what it generated, so that a further turn may
   * follow.
   */
  int[] closeTurn();

  /** The prompt as text, as the model's authors would render it. For people to read. */
  String render(List<ChatMessage> messages, boolean generationPrompt);

  /**
   * The template that a model's own Jinja source amounts to.
   *
   * @param jinjaSource the value of {@code tokenizer.chat_template}, if the file has one
   * @throws UnsupportedChatTemplateException if it is none that this engine speaks, or its effect
   *     cannot be told for certain
   */
  static ChatTemplate detect(Optional<String> jinjaSource, Tokenizer tokenizer) {
    return ChatMlTemplate.create(ChatMlDialect.recognize(jinjaSource), jinjaSource, tokenizer);
  }
}
