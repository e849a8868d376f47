package ryot.lab;

/**
 * Hears how a day goes, on the thread that runs it. Every method returns quickly; nothing of it
 * runs in the measured JVM.
 */
public interface DayProgress {

  /** Hears nothing. */
  DayProgress SILENT = new DayProgress() {};

  /** A stage begins. */
  default void stageStarted(Stage stage) {}

  /** Something happened within the stage; at most about ten a second. */
  default void advanced(Stage stage, Step step) {}

  /**
   * The stage is over.
   *
   * @param outcome one line: the reading, or why there is none
   */
  default void stageFinished(Stage stage, String outcome) {}

  /**
   * One of the day's stages: a fork, or the reports.
   *
   * @param index from 1
   * @param count of all
   * @param title for a reader, such as {@code FirstTokenLatencyBenchmark: measure}
   */
  record Stage(int index, int count, String title) {}

  /**
   * Where a stage is.
   *
   * @param phase {@code load}, {@code warm-up}, {@code measure}, {@code profile}, {@code heap} or
   *     {@code count}
   * @param series the series at work, such as {@code ttft_32}; empty outside a series
   * @param done iterations done in this phase
   * @param goal iterations expected in this phase, which may change as time passes; at least {@code
   *     done}
   * @param reading the last latency, in milliseconds; NaN where there is none
   * @param rate of the last iteration; NaN where there is none
   * @param rateUnit such as {@code tokens/s}
   */
  record Step(
      String phase,
      String series,
      int done,
      int goal,
      double reading,
      double rate,
      String rateUnit) {}
}
