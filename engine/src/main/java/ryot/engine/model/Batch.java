package ryot.engine.model;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.cache.KvCache;

/**
 * The tokens of one forward step: slices of one or more sequences, each continuing where its cache
 * ends. Cleared and filled again for each step, so that steps allocate nothing. One thread.
 */
public final class Batch {

  /** After which of a slice's tokens logits are wanted. */
  public enum Logits {
    /** After none: a piece of a prompt that is not its last. */
    NONE,
    /** After the last one: the next token is to be picked. */
    LAST,
    /** After every one: drafted tokens are to be verified, or a text to be scored. */
    ALL
  }

  /** Consecutive tokens of one sequence; valid until the batch is cleared. */
  public static final class Slice {
    private KvCache cache;
    private int[] tokens;
    private int from;
    private int to;
    private Logits logits;
    private int outputRow;

    private Slice(KvCache cache, int[] tokens, int from, int to, Logits logits, int outputRow) {
      this.cache = cache;
      this.tokens = tokens;
      this.from = from;
      this.to = to;
      this.logits = logits;
      this.outputRow = outputRow;
    }

    /** Where the sequence's earlier tokens are and these will be. */
    public KvCache cache() {
      return cache;
    }

    /** Tokens in the slice. */
    public int size() {
      return to - from;
    }

    /** Its {@code index}-th token. */
    public int token(int index) {
      return tokens[from + index];
    }

    /** Rows of logits that the step leaves for it. */
    public int outputRows() {
      return switch (logits) {
        case NONE -> 0;
        case LAST -> 1;
        case ALL -> size();
      };
    }

    /** The first of these rows, for {@link Workspace#logitsOffset}. */
    public int outputRow() {
      return outputRow;
    }
  }

  /** Slices to use again; the first {@code count} are in use. */
  private final List<Slice> slices = new ArrayList<>();

  private int count;
  private int size;
  private int outputRows;

  /** An empty batch. */
  public Batch() {
    // Slices are made as they are first needed.
  }

  /** A step of one sequence: {@code tokens[from, to)}, with logits after the last. */
  public static Batch of(KvCache cache, int[] tokens, int from, int to) {
    Batch batch = new Batch();
    batch.add(cache, tokens, from, to, Logits.LAST);
    return batch;
  }

  /** Makes it empty. */
  public void clear() {
    count = 0;
    size = 0;
    outputRows = 0;
  }

  /**
   * Adds {@code tokens[from, to)}, at least one.
   *
   * @param cache where the sequence's earlier tokens are; in no other slice
   * @param tokens borrowed until the step is done
   */
  public Slice add(KvCache cache, int[] tokens, int from, int to, Logits logits) {
    if (from < 0 || to <= from || to > tokens.length) {
      throw new IllegalArgumentException(
          "tokens [%d, %d) of %d".formatted(from, to, tokens.length));
    }
    if (count == slices.size()) {
      slices.add(new Slice(cache, tokens, from, to, logits, outputRows));
    }
    Slice slice = slices.get(count++);
    slice.cache = cache;
    slice.tokens = tokens;
    slice.from = from;
    slice.to = to;
    slice.logits = logits;
    slice.outputRow = outputRows;
    size += slice.size();
    outputRows += slice.outputRows();
    return slice;
  }

  /** Slices in it. */
  public int sliceCount() {
    return count;
  }

  /** The {@code index}-th slice. */
  public Slice slice(int index) {
    if (index >= count) {
      throw new IndexOutOfBoundsException("slice %d of %d".formatted(index, count));
    }
    return slices.get(index);
  }

  /** Tokens in all slices. */
  public int size() {
    return size;
  }

  /** Rows of logits that the step leaves. */
  public int outputRows() {
    return outputRows;
  }
}
