package ryot.engine.tokenizer;

import java.util.OptionalInt;

/** The pieces that token ids stand for. Ids run from 0 to {@link #size()} - 1. */
public interface Vocabulary {

  /** Number of tokens. */
  int size();

  /**
   * The piece as the file spells it (byte-level spelling, {@code U+2581} for a space, and so on).
   */
  String piece(int token);

  /** What kind of token it is. */
  TokenKind kind(int token);

  /** The id whose piece is exactly {@code piece}. */
  OptionalInt find(String piece);

  /** Beginning of a sequence, where the model has one. */
  OptionalInt bos();

  /** End of a sequence, where the model has one. */
  OptionalInt eos();

  /** Whether {@code token} ends generation: end of sequence, end of turn, or end of text. */
  boolean endsGeneration(int token);

  /** Whether the model expects {@link #bos()} before a prompt. */
  boolean addsBos();

  /** Whether the model expects {@link #eos()} after a prompt. */
  boolean addsEos();
}
