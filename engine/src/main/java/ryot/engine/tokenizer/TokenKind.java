package ryot.engine.tokenizer;

/** What a vocabulary entry is, as {@code tokenizer.ggml.token_type} numbers it from 1. */
public enum TokenKind {
  NORMAL,
  UNKNOWN,
  CONTROL,
  USER_DEFINED,
  UNUSED,
  BYTE
}
