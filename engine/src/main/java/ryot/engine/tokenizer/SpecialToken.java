package ryot.engine.tokenizer;

/** Tokens with a role of their own, and the metadata key that gives the id of each. */
public enum SpecialToken {
  /** Beginning of a sequence. */
  BOS("tokenizer.ggml.bos_token_id"),
  /** End of a sequence. */
  EOS("tokenizer.ggml.eos_token_id"),
  /** End of a turn. */
  EOT("tokenizer.ggml.eot_token_id"),
  /** End of a message, where a tool is to answer. */
  EOM("tokenizer.ggml.eom_token_id"),
  /** Stands for what the vocabulary cannot spell. */
  UNKNOWN("tokenizer.ggml.unknown_token_id"),
  /** Between two texts of one sequence (spelled so in the format). */
  SEPARATOR("tokenizer.ggml.seperator_token_id"),
  /** Fills a batch. */
  PADDING("tokenizer.ggml.padding_token_id"),
  /** Padding after an infilled passage. */
  INFILL_PADDING("tokenizer.ggml.fim_pad_token_id"),
  /** Begins a repository's name. */
  INFILL_REPOSITORY("tokenizer.ggml.fim_rep_token_id"),
  /** Separates files. */
  INFILL_FILE("tokenizer.ggml.fim_sep_token_id");

  private final String key;

  SpecialToken(String key) {
    this.key = key;
  }

  /** The metadata key, such as {@code tokenizer.ggml.bos_token_id}. */
  public String key() {
    return key;
  }
}
