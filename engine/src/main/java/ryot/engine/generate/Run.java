package ryot.engine.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.KvPrefix;
import ryot.engine.model.Batch;
import ryot.engine.model.Batch.Logits;
import ryot.engine.sample.Sampler;

/**
 * One request on its way through the engine: prefill in chunks, then decode token by token. To the
 * steps it is a text of which some tokens are known and the first of these are computed; each step
 * computes more, and once all are, the next token is picked. Engine thread only.
 */
final class Run {

  /** Tokens that must have been computed for their speed to tell something. */
  private static final int MEASURED_MIN = 16;

  private final GenerationRequest request;
  private final Sequence sequence;
  private long number;
  private final int contextTokens;
  private final Sampler sampler;
  private final RunOutput output;
  private final @Nullable PrefixWriter writer;

  /** The prompt, then what was picked. */
  private int[] tokens;

  private int length;

  /** How many of them the sequence holds. */
  private int computed;

  /** How many the next step computes, drafted ones included. */
  private int allotted;

  /** How many of these are drafted: they stand behind the known ones. */
  private int drafted;

  private final @Nullable PromptLookup drafts;

  private boolean entered;
  private boolean ended;
  private int cached;
  private int restored;
  private long restoreNanos;

  /** Null if the store has not been asked. */
  private @Nullable PrefixQuery query;

  private int generated;

  /** Whether its last step gave it its first token. */
  private boolean begun;

  private long prefillNanos;
  private long decodeNanos;

  /**
   * A request before its first step.
   *
   * @param contextTokens the most tokens the sequence can hold
   * @param writer takes what it leaves, if there is a store
   */
  Run(
      GenerationRequest request,
      Sequence sequence,
      int contextTokens,
      Sampler sampler,
      RunOutput output,
      @Nullable PrefixWriter writer) {
    this.request = request;
    this.sequence = sequence;
    this.contextTokens = contextTokens;
    this.sampler = sampler;
    this.output = output;
    this.writer = writer;
    this.tokens = request.prompt();
    this.length = tokens.length;
    this.drafts = request.speculation() ? new PromptLookup() : null;
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

  /** Whether it has been admitted before. */
  boolean entered() {
    return entered;
  }

  /** Tokens that it would have to compute if it began now. */
  int unknown() {
    return length - sequence.known(tokens, length);
  }

  /** The question to the store, if it has been asked. */
  @Nullable PrefixQuery query() {
    return query;
  }

  /** Makes the question. */
  PrefixQuery ask() {
    query = new PrefixQuery(tokens, length, sequence.known(tokens, length));
    return query;
  }

  /** How many tokens a store has given back. */
  int restored() {
    return restored;
  }

  /**
   * Begins or begins again, with what the sequence, the other pages and the store hold of its text;
   * false if its sequence has just been closed.
   */
  boolean enter() {
    if (!sequence.enter(this, tokens, length)) {
      return false;
    }
    if (query != null && !query.settled()) {
      try (KvPrefix prefix = query.settle()) {
        restored = prefix == null ? 0 : sequence.restore(prefix, tokens, length);
      }
      restoreNanos = System.nanoTime() - query.askedAt;
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
    drafted = 0;
  }

  /** Whether it may draft tokens. */
  boolean speculates() {
    return drafts != null;
  }

  /** Allots it its one token and up to {@code most} drafted ones. */
  void allotWithDraft(int most, DraftCost cost) {
    allot(1);
    int bound = Math.min(Math.min(most, contextTokens - length), Math.min(room(), wanted()) - 1);
    if (drafts != null && bound > 0) {
      ensureCapacity(length + bound);
      drafted = drafts.draft(tokens, length, bound, cost.perToken());
      allotted += drafted;
    }
  }

  /** How many of the tokens allotted are drafted. */
  int drafted() {
    return drafted;
  }

  private int room() {
    return output.room();
  }

  private void ensureCapacity(int count) {
    if (count > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(count, 2 * tokens.length));
    }
  }

  int allotted() {
    return allotted;
  }

  /** Makes room in the sequence for what is allotted, if need be without drafts. */
  boolean reserve() {
    boolean reserved = sequence.tryReserve(allotted);
    if (!reserved && drafted > 0) {
      allot(1);
      reserved = sequence.tryReserve(1);
    }
    return reserved;
  }

  /** Gives up its pages for others; it must {@link #enter} again. What it has said stays said. */
  void preempt() {
    sequence.preempt();
    computed = 0;
    allot(0);
  }

  /** Adds what is allotted to the step. */
  void join(Batch batch) {
    int end = computed + allotted;
    Logits logits = drafted > 0 ? Logits.ALL : end < length ? Logits.NONE : Logits.LAST;
    sequence.join(batch, tokens, end, logits);
  }

  /**
   * Takes the result of a step that it joined, and ends if that was the last.
   *
   * @param outputRow the first row of its slice
   * @param stepNanos what the step took
   */
  void settle(SteppedModel model, int outputRow, long stepNanos) {
    long start = System.nanoTime();
    boolean first = generated == 0;
    boolean known = computed + allotted >= length;
    int picks = known ? pick(model, outputRow) : 0;
    computed = known ? length + picks - 1 : computed + allotted;
    allot(0);
    sequence.computed(tokens, computed);
    StopReason reason = say(picks);
    begun = first && picks > 0;
    long nanos = stepNanos + System.nanoTime() - start;
    if (first) {
      prefillNanos += nanos;
    } else {
      decodeNanos += nanos;
    }
    if (reason != null) {
      computed = length - 1; // without what was picked after the last
      sequence.computed(tokens, computed);
      finish(reason);
    }
  }

  /**
   * Picks the next token and, as long as picked tokens are the drafted ones, those that follow;
   * they stand behind the known ones then.
   *
   * @return how many
   */
  private int pick(SteppedModel model, int outputRow) {
    ensureCapacity(length + drafted + 1);
    int right = 0;
    while (true) {
      int token = sampler.sample(model.logits(), model.logitsOffset(outputRow + right));
      sampler.accept(token);
      boolean asDrafted = right < drafted && tokens[length + right] == token;
      tokens[length + right] = token;
      if (!asDrafted) {
        break;
      }
      right++;
    }
    if (drafts != null && drafted > 0) {
      drafts.verified(drafted, right);
    }
    return right + 1;
  }

  /** Sends {@code picks} tokens, or fewer if one of them is the last. */
  private @Nullable StopReason say(int picks) {
    for (int i = 0; i < picks; i++) {
      int token = tokens[length++];
      generated++;
      StopReason reason = output.write(token, limitReached());
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /** Whether its first token, sent just now, waits for a reader that is waking up. */
  boolean firstTokenWaits() {
    return begun && output.wakesReader();
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
    settleQuery();
    sequence.leave(this, false);
    output.fail(cause);
  }

  private void settleQuery() {
    if (query != null) {
      query.drop();
    }
  }

  /** Gives {@code to} what is known now of its text; its sequence still serves it. */
  private void leaveTo(PrefixWriter to) {
    if (computed == 0 || !to.accepts(computed)) {
      return;
    }
    boolean whole = computed % KvCache.PAGE == 0;
    int prefilled = request.promptLength() - cached;
    boolean measured = prefilled >= MEASURED_MIN && generated > 0;
    to.write(
        new PrefixWriter.Text(
            Arrays.copyOf(tokens, computed),
            request.promptLength(),
            whole ? null : sequence.copyLastPage(),
            measured ? prefillNanos / prefilled : 0));
  }

  void finish(StopReason reason) {
    ended = true;
    settleQuery();
    if (writer != null) {
      leaveTo(writer);
    }
    sequence.leave(this, true); // first, so that a reader who sees the end finds the sequence free
    output.finish(
        reason,
        new GenerationUsage(
            request.promptLength(),
            cached,
            restored,
            generated,
            restoreNanos,
            prefillNanos,
            decodeNanos));
  }
}
