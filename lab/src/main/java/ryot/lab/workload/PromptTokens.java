package ryot.lab.workload;

/**
 * What making a prompt needs of a tokenizer and a chat template.
 *
 * <p>A prompt is {@link #before()}, the encoded question, {@link #after()}.
 */
public interface PromptTokens {

  /** Tokens in front of a user's words: beginning of text, start of the user's turn. */
  int[] before();

  /** Tokens behind them: end of the turn, start of the answer's. */
  int[] after();

  /** The tokens of a user's words. */
  int[] encode(String words);

  /** How words become a prompt, for the report. */
  String description();
}
