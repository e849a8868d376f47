package ryot.engine.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import ryot.engine.cache.KvCache;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.AttentionTile;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ProductScratch;

/**
 * Every buffer of a forward step, allocated once: the step itself allocates nothing. Made by {@link
 * Transformer#newWorkspace}; engine thread only, apart from the parts that workers own.
 */
public final class Workspace {
  private final Bounds bounds;
  private final int vocabularySize;
  private final float[] logits;

  /** The step that goes through it. */
  final Step step = new Step(this);

  /** Token ids of the step, and where each stands in its sequence. */
  final int[] tokens;

  final int[] positions;

  /** Cosines and sines of each token's position, {@code [tokens, Rope.tableSize]}. */
  final float[] ropeTables;

  /** The residual stream, {@code [tokens, embedding]}. */
  final float[] hidden;

  /** What a branch adds to it, {@code [tokens, embedding]}. */
  final float[] branch;

  /** Queries, keys and values of each token, {@code [tokens, queryLength + 2 kvLength]}. */
  final float[] projected;

  /** Up-projections, {@code [tokens, feedForward]}. */
  final float[] up;

  /** Inputs of the three kinds of product. */
  final Activations normed;

  final Activations attended;
  final Activations gated;

  /** One per worker. */
  final Scratch[] scratch;

  /** Next piece of work, where workers take pieces of unequal cost. */
  final AtomicInteger nextPiece = new AtomicInteger();

  /**
   * The most that a step may have.
   *
   * @param tokens tokens in all slices
   * @param slices slices, at most one for each token
   * @param outputRows rows of logits, at most one for each token
   */
  record Bounds(int tokens, int slices, int outputRows) {
    Bounds {
      if (slices < 1 || outputRows < 1 || tokens < Math.max(slices, outputRows)) {
        throw new IllegalArgumentException(
            "%d tokens in %d slices with %d rows of logits".formatted(tokens, slices, outputRows));
      }
    }

    void require(Batch batch) {
      if (batch.sliceCount() == 0) {
        throw new IllegalArgumentException("a batch has at least one slice");
      }
      if (batch.size() > tokens || batch.sliceCount() > slices) {
        throw new IllegalArgumentException(
            "%d tokens in %d slices do not fit a workspace of %d in %d"
                .formatted(batch.size(), batch.sliceCount(), tokens, slices));
      }
      if (batch.outputRows() > outputRows) {
        throw new IllegalArgumentException(
            "%d rows of logits do not fit a workspace of %d"
                .formatted(batch.outputRows(), outputRows));
      }
    }
  }

  /** What one worker needs for itself. */
  static final class Scratch {
    final ProductScratch product;
    final float[] keys;
    final float[] values;
    final AttentionTile attention;

    Scratch(ProductScratch product, int headSize, AttentionTile attention) {
      this.attention = attention;
      this.product = product;
      keys = new float[headSize * KvCache.PAGE];
      values = new float[headSize * KvCache.PAGE];
    }
  }

  Workspace(ModelConfig config, Kernels kernels, int workers, Bounds bounds) {
    this.bounds = bounds;
    int maxTokens = bounds.tokens();
    vocabularySize = config.vocabularySize();
    int embedding = config.embeddingLength();
    int feedForward = config.feedForwardLength();
    logits = new float[Math.multiplyExact(bounds.outputRows(), vocabularySize)];
    tokens = new int[maxTokens];
    positions = new int[maxTokens];
    ropeTables = new float[maxTokens * config.ropeDimensions()];
    hidden = new float[Math.multiplyExact(maxTokens, embedding)];
    branch = new float[maxTokens * embedding];
    projected =
        new float[Math.multiplyExact(maxTokens, config.queryLength() + 2 * config.kvLength())];
    up = new float[Math.multiplyExact(maxTokens, feedForward)];
    normed = new Activations(maxTokens, embedding);
    attended = new Activations(maxTokens, config.queryLength());
    gated = new Activations(maxTokens, feedForward);
    int widest = Math.max(feedForward, Math.max(embedding, config.queryLength()));
    scratch = new Scratch[workers];
    for (int i = 0; i < workers; i++) {
      int group = config.groupSize();
      AttentionTile tile = kernels.attentionTile(Attention.TILE * group, config.headSize(), group);
      scratch[i] = new Scratch(new ProductScratch(kernels, widest), config.headSize(), tile);
    }
  }

  Bounds bounds() {
    return bounds;
  }

  /** Tokens a step may have. */
  public int maxTokens() {
    return bounds.tokens();
  }

  /** Slices a step may have. */
  public int maxSlices() {
    return bounds.slices();
  }

  /** Rows of logits a step may leave. */
  public int maxOutputRows() {
    return bounds.outputRows();
  }

  /**
   * The logits that the last step left, {@code [outputRows, vocabulary]}, in the order of its
   * slices and their tokens; longer if it left fewer rows than it might. The caller may change
   * them.
   */
  public float[] logits() {
    return logits;
  }

  /** Where row {@code outputRow} begins in {@link #logits()}. */
  public int logitsOffset(int outputRow) {
    return outputRow * vocabularySize;
  }

  /** A copy of row {@code outputRow}, {@code [vocabulary]}. */
  public float[] logits(int outputRow) {
    int from = logitsOffset(outputRow);
    return Arrays.copyOfRange(logits, from, from + vocabularySize);
  }
}
