package ryot.engine.generate;

import org.jspecify.annotations.Nullable;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.sample.Sampler;

/**
 * One request on its way through the engine: prefill in chunks, then decode token by token. Engine
 * thread only.
 */
final class Run {

  private final GenerationRequest request;
  private final int[] prompt;
  private final int[] stopTokens;
  private final Sequence sequence;
  private final Limits limits;
  private final Sampler sampler;
  private final TextStream text;
  private final EventQueue events;

  private boolean admitted;
  private int cached;

  /** Tokens of the prompt that the sequence holds. */
  private int prefilled;

  /** The token picked last, computed in the next step. */
  private final int[] picked = new int[1];

  private int generated;
  private long prefillNanos;
  private long decodeNanos;

  /**
   * What bounds a run besides its request.
   *
   * @param contextTokens the most tokens the sequence can hold
   * @param stepTokens the most tokens of a prompt computed in one step, so that a cancellation is
   *     seen soon
   */
  record Limits(int contextTokens, int stepTokens) {}

  Run(
      GenerationRequest request,
      Sequence sequence,
      Limits limits,
      Sampler sampler,
      TextStream text,
      EventQueue events) {
    this.request = request;
    this.prompt = request.prompt();
    this.stopTokens = request.stopTokens();
    this.sequence = sequence;
    this.limits = limits;
    this.sampler = sampler;
    this.text = text;
    this.events = events;
  }

  /** Whether a step would get it further now: its reader has room and its sequence is its own. */
  boolean ready() {
    return cancelled() || (events.hasRoom() && sequence.freeFor(this));
  }

  /**
   * Computes one chunk of the prompt or one token, or ends.
   *
   * @return whether this was the last step
   */
  boolean step() {
    if (cancelled()) {
      finish(StopReason.CANCELLED);
      return true;
    }
    long start = System.nanoTime();
    if (!admitted) {
      admit();
    }
    float[] logits = prefilled < prompt.length ? prefill() : sequence.append(picked, 0, 1);
    if (prefilled < prompt.length) {
      prefillNanos += System.nanoTime() - start;
      return false;
    }
    picked[0] = sampler.sample(logits);
    sampler.accept(picked[0]);
    addTime(System.nanoTime() - start);
    generated++;
    return emit(picked[0]);
  }

  /** Ends without a result; the reader is told {@code cause}. */
  void fail(Throwable cause) {
    sequence.distrust();
    sequence.leave(this);
    events.fail(cause);
  }

  void finish(StopReason reason) {
    sequence.leave(this); // first, so that a reader who sees the end finds the sequence free
    events.finish(
        new Finished(
            reason,
            new GenerationUsage(prompt.length, cached, generated, prefillNanos, decodeNanos)));
  }

  private boolean cancelled() {
    return events.cancelled() || sequence.closed();
  }

  private void admit() {
    admitted = true;
    cached = sequence.enter(this, prompt);
    prefilled = cached;
    for (int token : prompt) {
      sampler.accept(token);
    }
  }

  private float[] prefill() {
    int end = Math.min(prompt.length, prefilled + limits.stepTokens());
    float[] logits = sequence.append(prompt, prefilled, end);
    prefilled = end;
    return logits;
  }

  private void addTime(long nanos) {
    if (generated == 0) {
      prefillNanos += nanos;
    } else {
      decodeNanos += nanos;
    }
  }

  private boolean emit(int token) {
    StopReason reason = endingBy(token);
    String shown = reason == null ? text.accept(token) : "";
    if (reason == null) {
      reason = limitReached();
    }
    if (reason != null || text.stopped()) {
      shown += text.finish();
    }
    if (text.stopped()) {
      reason = StopReason.STOP_STRING;
    }
    events.put(new TextDelta(token, shown));
    if (reason != null) {
      finish(reason);
    }
    return reason != null;
  }

  /** Why {@code token} itself ends the text, if it does. */
  private @Nullable StopReason endingBy(int token) {
    if (!request.ignoreEos() && text.endsWith(token)) {
      return StopReason.END_OF_TEXT;
    }
    for (int stop : stopTokens) {
      if (token == stop) {
        return StopReason.STOP_TOKEN;
      }
    }
    return null;
  }

  private @Nullable StopReason limitReached() {
    if (generated == request.maxTokens()) {
      return StopReason.MAX_TOKENS;
    }
    return sequence.length() == limits.contextTokens() ? StopReason.CONTEXT_FULL : null;
  }
}
