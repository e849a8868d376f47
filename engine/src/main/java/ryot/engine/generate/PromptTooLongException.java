package ryot.engine.generate;

/** A prompt has more tokens than the context can hold. Nothing is ever cut off silently. */
public final class PromptTooLongException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int promptTokens;
  private final int contextLength;

  PromptTooLongException(int promptTokens, int contextLength) {
    super(
        ("the prompt has %d tokens but the context holds %d: shorten the prompt by at least %d"
                + " tokens, or open the engine with a longer context if the model allows one")
            .formatted(promptTokens, contextLength, promptTokens - contextLength));
    this.promptTokens = promptTokens;
    this.contextLength = contextLength;
  }

  public int promptTokens() {
    return promptTokens;
  }

  public int contextLength() {
    return contextLength;
  }
}
