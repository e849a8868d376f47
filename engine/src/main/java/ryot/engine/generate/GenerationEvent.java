package ryot.engine.generate;

/** What a reader is sent: one {@link TextDelta} per generated token, then one {@link Finished}. */
public sealed interface GenerationEvent {

  /**
   * The model picked a token.
   *
   * @param token its id; also for the token that ends the text
   * @param text what the reader may show now. It lags behind the tokens where a character is not
   *     whole yet or the text might be the beginning of a stop string, and is then empty; what was
   *     held back comes with a later token, at the latest with the last one
   */
  record TextDelta(int token, String text) implements GenerationEvent {}

  /** Nothing more will come. */
  record Finished(StopReason reason, GenerationUsage usage) implements GenerationEvent {}
}
