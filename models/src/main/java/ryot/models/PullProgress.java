package ryot.models;

/**
 * Is told what a pull does. Called on the pulling thread, often: an implementation that draws
 * should throttle, or be a {@link ProgressMeter}.
 */
public interface PullProgress {

  /** Tells nobody. */
  PullProgress SILENT =
      new PullProgress() {
        @Override
        public void start(String activity, long totalBytes, long alreadyBytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void note(String message) {}
      };

  /**
   * A piece of work begins, or begins again (after a lost connection, from another source); it
   * replaces the one before.
   *
   * @param activity what is done, for people: {@code hub models.example}, {@code checking ...}
   * @param totalBytes size of the whole, or -1 where it is unknown
   * @param alreadyBytes how much of the whole was there before; counts as done but not for the rate
   */
  void start(String activity, long totalBytes, long alreadyBytes);

  /**
   * More of the current work is done.
   *
   * @param bytes done since the last call; never negative
   */
  void advance(long bytes);

  /** Something a person wants to know: waiting for another pull, trying again, the next source. */
  void note(String message);
}
