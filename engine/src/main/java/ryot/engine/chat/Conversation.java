package ryot.engine.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import ryot.engine.tokenizer.Tokenizer;

/**
 * A conversation as the exact tokens that the model saw and made. Each prompt begins with all of
 * the one before and the answer to it, token by token, so that what a cache holds of them stays
 * valid; encoding the text of an answer anew could give other tokens. One thread.
 */
public final class Conversation {
  private final ChatTemplate template;
  private final Tokenizer tokenizer;
  private final List<ChatMessage> opening;
  private final List<ChatMessage> messages = new ArrayList<>();
  private int[] tokens = new int[0];
  private boolean awaitingAnswer;

  private Conversation(ChatTemplate template, Tokenizer tokenizer, List<ChatMessage> opening) {
    this.template = template;
    this.tokenizer = tokenizer;
    this.opening = opening;
    this.messages.addAll(opening);
  }

  /**
   * A conversation that begins with {@code opening}: nothing, a system message, or turns of an
   * earlier conversation.
   *
   * @param tokenizer the same that {@code template} was made for
   */
  public static Conversation open(
      ChatTemplate template, Tokenizer tokenizer, List<ChatMessage> opening) {
    return new Conversation(template, tokenizer, List.copyOf(opening));
  }

  /**
   * Adds what the person says; the model is to answer.
   *
   * @return the whole prompt
   * @throws IllegalStateException if the last question has no answer yet
   */
  public int[] ask(String text) {
    if (awaitingAnswer) {
      throw new IllegalStateException(
          "the last question has no answer yet: call answered first, be it with no tokens");
    }
    ChatMessage question = ChatMessage.user(text);
    if (tokens.length == 0) {
      List<ChatMessage> all = new ArrayList<>(opening);
      all.add(question);
      tokens = template.encode(all, true);
    } else {
      append(template.encodeMore(List.of(question), true));
    }
    messages.add(question);
    awaitingAnswer = true;
    return tokens.clone();
  }

  /**
   * Adds what the model generated, and closes its turn.
   *
   * @param generated all of it in order; tokens at the end that ended generation are replaced by
   *     the template's own end of a turn
   * @return the text of the answer
   * @throws IllegalStateException if nothing was asked
   */
  public String answered(int[] generated) {
    if (!awaitingAnswer) {
      throw new IllegalStateException("nothing was asked: call ask first");
    }
    int length = generated.length;
    while (length > 0 && tokenizer.vocabulary().endsGeneration(generated[length - 1])) {
      length--;
    }
    int[] answer = Arrays.copyOf(generated, length);
    String text = tokenizer.decode(answer);
    append(answer);
    append(template.closeTurn());
    messages.add(ChatMessage.assistant(text));
    awaitingAnswer = false;
    return text;
  }

  /** All tokens so far; a copy. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** All messages so far, the opening included. */
  public List<ChatMessage> messages() {
    return List.copyOf(messages);
  }

  private void append(int[] more) {
    tokens = IntStream.concat(Arrays.stream(tokens), Arrays.stream(more)).toArray();
  }
}
