package ryot.engine.model;

import java.util.List;
import ryot.engine.cache.KvCache;

/**
 * The tokens of one forward step: slices of one or more sequences, each continuing where its cache
 * ends. Only the logits after a slice's last token are computed.
 *
 * @param slices at least one; no cache twice
 */
public record Batch(List<Slice> slices) {

  /**
   * Consecutive tokens of one sequence.
   *
   * @param cache where the sequence's earlier tokens are and these will be
   * @param tokens borrowed until the step is done
   * @param from index of the first token
   * @param to index after the last
   */
  public record Slice(KvCache cache, int[] tokens, int from, int to) {

    /** Requires at least one token. */
    public Slice {
      if (from < 0 || to <= from || to > tokens.length) {
        throw new IllegalArgumentException(
            "tokens [%d, %d) of %d".formatted(from, to, tokens.length));
      }
    }

    /** Tokens in the slice. */
    public int size() {
      return to - from;
    }
  }

  /** Copies the list and requires a slice. */
  public Batch {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one slice");
    }
  }

  /** A step of one sequence: {@code tokens[from, to)}. */
  public static Batch of(KvCache cache, int[] tokens, int from, int to) {
    return new Batch(List.of(new Slice(cache, tokens, from, to)));
  }

  /** Tokens in all slices. */
  public int size() {
    int size = 0;
    for (Slice slice : slices) {
      size += slice.size();
    }
    return size;
  }
}
