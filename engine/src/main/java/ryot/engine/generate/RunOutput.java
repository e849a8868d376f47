package ryot.engine.generate;

import org.jspecify.annotations.Nullable;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;

/** From a request's picked tokens to what its reader gets, and where its text ends. One thread. */
final class RunOutput {

  private final boolean ignoreEos;
  private final int[] stopTokens;
  private final TextStream text;
  private final EventQueue events;

  RunOutput(GenerationRequest request, TextStream text, EventQueue events) {
    this.ignoreEos = request.ignoreEos();
    this.stopTokens = request.stopTokens();
    this.text = text;
    this.events = events;
  }

  /** How many tokens the reader has room for. */
  int room() {
    return events.room();
  }

  /** Whether what was sent waits for a reader that is just waking up. */
  boolean wakesReader() {
    return events.wakesReader();
  }

  /** Whether the reader wants no more. */
  boolean cancelled() {
    return events.cancelled();
  }

  /**
   * Sends {@code token} with the text that may be shown now.
   *
   * @param limit why it is the last one, whatever it is; null if it is not
   * @return why it is the last one, if it is
   */
  @Nullable StopReason write(int token, @Nullable StopReason limit) {
    StopReason reason = endingBy(token);
    String shown = reason == null ? text.accept(token) : "";
    if (reason == null) {
      reason = limit;
    }
    if (reason != null || text.stopped()) {
      shown += text.finish();
    }
    events.put(new TextDelta(token, shown));
    return text.stopped() ? StopReason.STOP_STRING : reason;
  }

  /** Why {@code token} itself ends the text, if it does. */
  private @Nullable StopReason endingBy(int token) {
    if (!ignoreEos && text.endsWith(token)) {
      return StopReason.END_OF_TEXT;
    }
    for (int stop : stopTokens) {
      if (token == stop) {
        return StopReason.STOP_TOKEN;
      }
    }
    return null;
  }

  void finish(StopReason reason, GenerationUsage usage) {
    events.finish(new Finished(reason, usage));
  }

  void fail(Throwable cause) {
    events.fail(cause);
  }
}
