package ryot.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;

/**
 * Feeds a model drawn tokens, as llama-bench does: what is timed is the model alone, without
 * tokenizer and sampler. Knows, alone of this package, how steps are made.
 */
final class TokenFeed {

  /** Most tokens of a prompt that go through the model together. */
  static final int PROMPT_STEP = 512;

  private static final long SEED = 0x5EED;

  private final Transformer transformer;
  private final BenchCase test;
  private final KvType kvType;
  private final List<KvCache> caches = new ArrayList<>();
  private final Workspace workspace;
  private final Batch batch = new Batch();
  private final int[] tokens;

  /** Room for the sequences of {@code test}. */
  TokenFeed(Transformer transformer, BenchCase test, KvType kvType) {
    this.transformer = transformer;
    this.test = test;
    this.kvType = kvType;
    int length = Math.max(test.promptTokens(), test.generatedTokens());
    for (int i = 0; i < test.sequences(); i++) {
      caches.add(transformer.newCache(kvType, length));
    }
    int widest = test.generates() ? test.sequences() : Math.min(test.promptTokens(), PROMPT_STEP);
    workspace = transformer.newWorkspace(widest, test.sequences());
    SplittableRandom random = new SplittableRandom(SEED);
    int vocabulary = transformer.config().vocabularySize();
    tokens = random.ints(length, 0, vocabulary).toArray();
  }

  /** Bytes of keys and values that a step of generation reads, on average over the test. */
  double cacheBytesPerStep() {
    double meanLength = (test.generatedTokens() + 1) / 2.0;
    return test.sequences() * meanLength * transformer.config().kvShape().bytesPerToken(kvType);
  }

  /** Forgets all sequences. */
  void clear() {
    caches.forEach(cache -> cache.truncate(0));
  }

  /** Runs the test once, from empty sequences. */
  void run() throws InterruptedException {
    if (test.generates()) {
      for (int i = 0; i < test.generatedTokens(); i++) {
        step(i, i + 1);
      }
    } else {
      for (int from = 0; from < test.promptTokens(); from += PROMPT_STEP) {
        step(from, Math.min(from + PROMPT_STEP, test.promptTokens()));
      }
    }
  }

  private void step(int from, int to) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    batch.clear();
    Batch.Logits wanted =
        to == tokens.length || test.generates() ? Batch.Logits.LAST : Batch.Logits.NONE;
    for (KvCache cache : caches) {
      batch.add(cache, tokens, from, to, wanted);
    }
    transformer.forward(batch, workspace);
  }
}
