package ryot.neural;

import java.util.Arrays;
import java.util.List;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.load.LoadedModel;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;
import ryot.engine.tokenizer.Tokenizer;
import ryot.lang.reduce.ScoringModel;

/**
 * The information of text by a loaded model's next-token probabilities. Text is taken in windows of
 * at most {@value #WINDOW} tokens; the last quarter of one begins the next, so that a long text
 * takes time in proportion to its length. Used by one thread at a time; the model is borrowed.
 */
public final class EngineScoring implements ScoringModel {

  private static final int WINDOW = 2048;

  /** Tokens of a step, each with its row of logits. */
  private static final int STEP = 64;

  private static final double NATS_PER_BIT = Math.log(2);

  /** What lies further below the largest logit than this does not count: {@code e^-20}. */
  private static final float NEGLIGIBLE = 20;

  private final Transformer transformer;
  private final Tokenizer tokenizer;
  private final Workspace workspace;
  private final int window;

  /** The token that a text begins after. */
  private final int beginning;

  /**
   * Scoring by {@code model}.
   *
   * @throws IllegalArgumentException if the model's file has no vocabulary
   */
  public EngineScoring(LoadedModel model) {
    transformer = model.transformer();
    tokenizer =
        model
            .tokenizer()
            .orElseThrow(
                () -> new IllegalArgumentException("the model file has no vocabulary: no text"));
    workspace = transformer.newWorkspace(STEP, 1, STEP);
    window = Math.min(WINDOW, transformer.config().contextLength());
    beginning =
        tokenizer.vocabulary().bos().orElseGet(() -> tokenizer.vocabulary().eos().orElse(0));
  }

  @Override
  public int tokenCount(String text) {
    return tokenizer.encode(text, false).length;
  }

  @Override
  public double[] information(List<String> pieces) {
    int[][] tokens = new int[pieces.size()][];
    int total = 0;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = tokenizer.encode(pieces.get(i), false);
      total += tokens[i].length;
    }
    double[] bits = bits(joined(tokens, total));
    double[] information = new double[tokens.length];
    int at = 0;
    for (int i = 0; i < tokens.length; i++) {
      for (int end = at + tokens[i].length; at < end; at++) {
        information[i] += bits[at];
      }
    }
    return information;
  }

  @Override
  public double information(String text, String given) {
    int[] before = tokenizer.encode(given.isEmpty() ? "" : given + "\n", false);
    int[] after = tokenizer.encode(text, false);
    before = Arrays.copyOfRange(before, Math.max(0, before.length - window / 2), before.length);
    double[] bits = bits(joined(new int[][] {before, after}, before.length + after.length));
    return Arrays.stream(bits, before.length, bits.length).sum();
  }

  private static int[] joined(int[][] parts, int total) {
    int[] joined = new int[total];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /** The bits of each token after those before it. */
  private double[] bits(int[] tokens) {
    int[] text = new int[tokens.length + 1];
    text[0] = beginning;
    System.arraycopy(tokens, 0, text, 1, tokens.length);
    double[] bits = new double[tokens.length];
    int scored = 0; // how many have their bits
    while (scored < tokens.length) {
      int from = scored == 0 ? 0 : Math.max(0, scored + 1 - window / 4);
      int to = Math.min(tokens.length, from + window);
      score(text, from, to, scored, bits);
      scored = to;
    }
    return bits;
  }

  /** Runs {@code text[from, to)} as a text of its own; each token's logits tell of the next. */
  private void score(int[] text, int from, int to, int scored, double[] bits) {
    KvCache cache = transformer.newCache(KvType.F16, to - from);
    Batch batch = new Batch();
    for (int at = from; at < to; ) {
      boolean wanted = at >= scored;
      int end = Math.min(wanted ? to : Math.min(to, scored), at + STEP);
      batch.clear();
      batch.add(cache, text, at, end, wanted ? Batch.Logits.ALL : Batch.Logits.NONE);
      transformer.forward(batch, workspace);
      for (int i = at; wanted && i < end; i++) {
        bits[i] = bits(workspace.logitsOffset(i - at), text[i + 1]);
      }
      at = end;
    }
  }

  /** {@code -log2} of the probability of {@code token} by the row of logits at {@code offset}. */
  private double bits(int offset, int token) {
    float[] logits = workspace.logits();
    int end = offset + transformer.config().vocabularySize();
    float largest = logits[offset];
    for (int i = offset; i < end; i++) {
      largest = Math.max(largest, logits[i]);
    }
    double sum = 0;
    float negligible = largest - NEGLIGIBLE;
    for (int i = offset; i < end; i++) {
      if (logits[i] > negligible) {
        sum += Math.exp(logits[i] - largest);
      }
    }
    return (Math.log(sum) + largest - logits[offset + token]) / NATS_PER_BIT;
  }
}
