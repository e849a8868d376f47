package ryot.engine.generate;

import org.jspecify.annotations.Nullable;
import ryot.engine.tokenizer.Tokenizer;

/** Schedulers whose steps do not depend on the time that they take. */
final class Schedulers {

  private Schedulers() {}

  static Scheduler start(SteppedModel model, @Nullable Tokenizer tokenizer, int contextLength) {
    return Scheduler.start(model, tokenizer, contextLength, DraftCost.of(0.2f), null);
  }
}
