package ryot.engine.model;

import java.util.concurrent.atomic.AtomicInteger;
import ryot.engine.cache.KvCache;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;

/**
 * Every buffer of a forward step, allocated once: the step itself allocates nothing. Made by {@link
 * Transformer#newWorkspace}; engine thread only, apart from the parts that workers own.
 */
public final class Workspace {
  private final int maxTokens;
  private final float[][] logits;

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

  /** What one worker needs for itself. */
  static final class Scratch {
    final float[] product;
    final float[] keys;
    final float[] values;
    final float[] scores = new float[Kernels.BLOCK];
    final float[] softmax;

    Scratch(int productSize, int headSize, int groupSize) {
      softmax = new float[2 * Attention.TILE * groupSize];
      product = new float[productSize];
      keys = new float[headSize * KvCache.PAGE];
      values = new float[headSize * KvCache.PAGE];
    }
  }

  Workspace(ModelConfig config, Kernels kernels, int workers, int maxTokens, int maxSlices) {
    if (maxTokens < 1 || maxSlices < 1 || maxSlices > maxTokens) {
      throw new IllegalArgumentException(maxTokens + " tokens in " + maxSlices + " slices");
    }
    this.maxTokens = maxTokens;
    int embedding = config.embeddingLength();
    int feedForward = config.feedForwardLength();
    logits = new float[maxSlices][config.vocabularySize()];
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
      scratch[i] = new Scratch(kernels.scratchSize(widest), config.headSize(), config.groupSize());
    }
  }

  /** Tokens a step may have. */
  public int maxTokens() {
    return maxTokens;
  }

  /** Slices a step may have. */
  public int maxSlices() {
    return logits.length;
  }

  /** The logits after the last token of slice {@code slice}; the caller may change them. */
  public float[] logits(int slice) {
    return logits[slice];
  }
}
