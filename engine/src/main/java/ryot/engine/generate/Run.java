package ryot.engine.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvPagePool;
import ryot.engine.model.Batch;
import ryot.engine.model.Batch.Logits;
import ryot.engine.sample.Sampler;

/**
 * One request on its way through the engine: prefill in chunks, then decode token by token. To the
 * steps it is a text of which some tokens are known and the first of these are computed; each step
 * computes more, and once all are, the next token is picked. Engine thread only.
 */
final class Run {

  private final GenerationRequest request;
  private final Sequence sequence;
  private long number;
  private final int contextTokens;
  private final Sampler sampler;
  private final RunOutput output;

  /** The prompt, then what was picked. */
  private int[] tokens;

  private int length;

  /** How many of them the sequence holds. */
  private int computed;

  /** How many the next step computes. */
  private int allotted;

  private boolean entered;
  private boolean ended;
  private int cached;
  private int generated;
  private long prefillNanos;
  private long decodeNanos;

  /**
   * A request before its first step.
   *
   * @param contextTokens the most tokens the sequence can hold
   */
  Run(
      GenerationRequest request,
      Sequence sequence,
      int contextTokens,
      Sampler sampler,
      RunOutput output) {
    this.request = request;
    this.sequence = sequence;
    this.contextTokens = contextTokens;
    this.sampler = sampler;
    this.output = output;
    this.tokens = request.prompt();
    this.length = tokens.length;
  }

  Sequence sequence() {
    return sequence;
  }

  /** Whether it is to end without further steps. */
  boolean cancelled() {
    return output.cancelled() || sequence.closed();
  }

  /** Whether its reader is so far behind that it must wait. */
  boolean stalled() {
    return output.room() == 0;
  }

  /** Whether its sequence serves nobody else. */
  boolean free() {
    return sequence.freeFor(this);
  }

  /** Whether it has finished or failed. */
  boolean ended() {
    return ended;
  }

  /** Tokens known but not computed, at least 1. */
  int pending() {
    return length - computed;
  }

  /** Gives it its place in the order of submission. */
  void number(long value) {
    number = value;
  }

  /** Its place in the order of submission. */
  long number() {
    return number;
  }

  /** Pages to be taken for what is known and {@code more} tokens, if nobody holds them. */
  int missingPages(int more) {
    return sequence.missingPages(tokens, length - 1, lengthWith(more));
  }

  /** The same once it is admitted, reckoned from the pages that its sequence has. */
  int promisedPages(int more) {
    return KvPagePool.pagesFor(lengthWith(more)) - sequence.pageCount();
  }

  private int lengthWith(int more) {
    return (int) Math.min(contextTokens, (long) length + more);
  }

  /** The most tokens it may still generate. */
  int wanted() {
    return request.maxTokens() - generated;
  }

  /**
   * Begins or begins again, with what the sequence and the other pages hold of its text; false if
   * its sequence has just been closed.
   */
  boolean enter() {
    if (!sequence.enter(this, tokens, length)) {
      return false;
    }
    computed = sequence.length();
    if (!entered) {
      entered = true;
      cached = computed;
      for (int i = 0; i < length; i++) {
        sampler.accept(tokens[i]);
      }
    }
    return true;
  }

  /** Takes over what other requests have meanwhile computed of its text. */
  void catchUp() {
    int held = sequence.adopt(tokens, length);
    if (generated == 0) {
      cached += held - computed;
    }
    computed = held;
  }

  /**
   * Whether {@code older} is about to compute at least a page of what this one needs next, so that
   * waiting for it is cheaper.
   */
  boolean follows(Run older) {
    int page = computed / KvCache.PAGE;
    if (older.computed < page * KvCache.PAGE) {
      return false;
    }
    int most = Math.min(length - 1, older.length);
    int mismatch = Arrays.mismatch(tokens, 0, most, older.tokens, 0, most);
    return (mismatch < 0 ? most : mismatch) / KvCache.PAGE > page;
  }

  void allot(int count) {
    allotted = count;
  }

  int allotted() {
    return allotted;
  }

  /** Makes room in the sequence for what is allotted; false if there is none. */
  boolean reserve() {
    return sequence.tryReserve(allotted);
  }

  /** Gives up its pages for others; it must {@link #enter} again. What it has said stays said. */
  void preempt() {
    sequence.preempt();
    computed = 0;
    allotted = 0;
  }

  /** Adds what is allotted to the step. */
  void join(Batch batch) {
    int end = computed + allotted;
    sequence.join(batch, tokens, end, end < length ? Logits.NONE : Logits.LAST);
  }

  /**
   * Takes the result of a step that it joined, and ends if that was the last.
   *
   * @param outputRow the row of its slice
   * @param stepNanos what the step took
   */
  void settle(SteppedModel model, int outputRow, long stepNanos) {
    long start = System.nanoTime();
    computed += allotted;
    allotted = 0;
    sequence.computed(tokens, computed);
    StopReason reason = null;
    boolean first = generated == 0;
    if (computed == length) {
      reason = pick(model.logits(), model.logitsOffset(outputRow));
    }
    long nanos = stepNanos + System.nanoTime() - start;
    if (first) {
      prefillNanos += nanos;
    } else {
      decodeNanos += nanos;
    }
    if (reason != null) {
      finish(reason);
    }
  }

  private @Nullable StopReason pick(float[] logits, int offset) {
    int token = sampler.sample(logits, offset);
    sampler.accept(token);
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * length);
    }
    tokens[length++] = token;
    generated++;
    return output.write(token, limitReached());
  }

  private @Nullable StopReason limitReached() {
    if (generated == request.maxTokens()) {
      return StopReason.MAX_TOKENS;
    }
    return length > contextTokens ? StopReason.CONTEXT_FULL : null;
  }

  /** Ends without a result; the reader is told {@code cause}. */
  void fail(Throwable cause) {
    ended = true;
    sequence.leave(this, false);
    output.fail(cause);
  }

  void finish(StopReason reason) {
    ended = true;
    sequence.leave(this, true); // first, so that a reader who sees the end finds the sequence free
    output.finish(
        reason,
        new GenerationUsage(request.promptLength(), cached, generated, prefillNanos, decodeNanos));
  }
}
