package ryot.engine.generate;

/**
 * A request's answer as its reader gets it: a bounded stream of events. A reader that is slow holds
 * up its own request, at most 64 tokens ahead of it, and no other; one that leaves before the end
 * must {@link #close()}, so that the engine stops computing for it. For one reader; {@link #cancel}
 * and {@link #close} may come from any thread.
 */
public final class Generation implements AutoCloseable {

  private final EventQueue events;

  Generation(EventQueue events) {
    this.events = events;
  }

  /**
   * The next event, waiting for it if need be.
   *
   * @throws GenerationFailedException if the engine failed on this request, after all events from
   *     before; again at each further call
   * @throws IllegalStateException after {@link GenerationEvent.Finished}, and once closed
   */
  public GenerationEvent next() throws InterruptedException {
    return events.take();
  }

  /**
   * Asks the engine to stop, which it does before its next step: the reader still gets what is
   * queued, then {@link GenerationEvent.Finished} with {@link StopReason#CANCELLED}, unless the
   * generation had ended otherwise by then. Text held back at that moment is not sent.
   */
  public void cancel() {
    events.cancel();
  }

  /** Cancels and drops what has not been read. Does not wait. */
  @Override
  public void close() {
    events.close();
  }
}
