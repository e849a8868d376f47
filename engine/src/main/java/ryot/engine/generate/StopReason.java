package ryot.engine.generate;

/** Why a generation ended. */
public enum StopReason {
  /** The model ended its text or its turn. */
  END_OF_TEXT,
  /** The text came to one of the request's stop strings, which is not part of what was sent. */
  STOP_STRING,
  /** The model picked one of the request's stop tokens. */
  STOP_TOKEN,
  /** As many tokens as the request allowed. */
  MAX_TOKENS,
  /** The context has no room for another token. */
  CONTEXT_FULL,
  /** The reader cancelled, its sequence was closed, or the engine was. */
  CANCELLED
}
