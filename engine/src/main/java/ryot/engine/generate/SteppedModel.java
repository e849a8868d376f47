package ryot.engine.generate;

/** What generation asks of a model: to take tokens and say what may follow. Engine thread only. */
interface SteppedModel {

  /** Number of logits; token ids run from 0 to this minus one. */
  int vocabularySize();

  /** The most tokens that one {@link Memory#append} takes. */
  int maxStepTokens();

  /** An empty memory. Any thread. */
  Memory newMemory();

  /** What the model remembers of one sequence. Confined to whoever uses the sequence. */
  interface Memory {

    /**
     * Computes {@code tokens[from, to)} as what follows the tokens held, and holds them.
     *
     * @return the logits after the last of them, {@code [vocabulary]}, valid until any memory of
     *     the model is appended to
     */
    float[] append(int[] tokens, int from, int to);

    /** Forgets all but the first {@code length} tokens. */
    void truncate(int length);

    /** Frees what it holds; it must not be used any more. */
    void close();
  }
}
