package ryot.engine.tokenizer;

/**
 * The yes-or-no questions of a file's tokenizer metadata; what silence means depends on the model.
 */
public enum TokenizerFlag {
  /** A prompt begins with the BOS token. */
  ADDS_BOS("tokenizer.ggml.add_bos_token"),
  /** A prompt ends with the EOS token. */
  ADDS_EOS("tokenizer.ggml.add_eos_token"),
  /** A text is read as though a space stood before it. */
  ADDS_SPACE_PREFIX("tokenizer.ggml.add_space_prefix"),
  /** Upper case is read as lower case. */
  LOWERCASES("tokenizer.ggml.normalizer.lowercase"),
  /** Accents are left out. */
  STRIPS_ACCENTS("tokenizer.ggml.normalizer.strip_accents");

  private final String key;

  TokenizerFlag(String key) {
    this.key = key;
  }

  /** The metadata key, such as {@code tokenizer.ggml.add_bos_token}. */
  public String key() {
    return key;
  }
}
