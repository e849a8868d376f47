package ryot.engine.tokenizer;

import java.util.Optional;

/** What a vocabulary entry is, as {@code tokenizer.ggml.token_type} numbers it from 1. */
public enum TokenKind {
  /** Ordinary text. */
  NORMAL(1),
  /** Stands for what the vocabulary cannot spell. */
  UNKNOWN(2),
  /** Acts on the model and is no text. */
  CONTROL(3),
  /** Text that is always one token. */
  USER_DEFINED(4),
  /** Reserved; never produced by a model. Files that give a token no kind (0) mean the same. */
  UNUSED(5),
  /** One byte of a character that has no piece. */
  BYTE(6);

  private final int number;

  TokenKind(int number) {
    this.number = number;
  }

  /** The kind that files number so; empty for a number that the format does not define. */
  static Optional<TokenKind> ofNumber(int number) {
    if (number == 0) {
      return Optional.of(UNUSED);
    }
    for (TokenKind kind : values()) {
      if (kind.number == number) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
