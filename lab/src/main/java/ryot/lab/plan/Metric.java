package ryot.lab.plan;

/** What a benchmark calls its latency. */
public enum Metric {
  /** From the submission to the first token in the reader's hands. */
  TIME_TO_FIRST_TOKEN("time to first token"),
  /** (last token - first token) / (tokens - 1): MLPerf's TPOT, what some tools call ITL. */
  TIME_PER_OUTPUT_TOKEN("time per output token");

  private final String title;

  Metric(String title) {
    this.title = title;
  }

  /** The metric in words. */
  public String title() {
    return title;
  }
}
