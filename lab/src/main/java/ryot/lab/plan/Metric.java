package ryot.lab.plan;

/** What a benchmark calls its latency. */
public enum Metric {
  /** From the submission to the first token in the reader's hands. */
  TIME_TO_FIRST_TOKEN("time to first token", Counted.TOKEN, "tokens/s", 1),
  /** (last token - first token) / (tokens - 1): MLPerf's TPOT, what some tools call ITL. */
  TIME_PER_OUTPUT_TOKEN("time per output token", Counted.TOKEN, "tokens/s", 1),
  /** To code a batch of messages; what is counted are their bytes. */
  CODING_TIME("time to code a batch", Counted.BYTE, "MB/s", 1e-6),
  /** To read a whole unit of a vault, decrypted and decoded. */
  READ_TIME("time to read a unit", Counted.UNIT, "units/s", 1),
  /** To write a unit into a vault until it is safe from a loss of power. */
  WRITE_TIME("time to write a unit", Counted.UNIT, "units/s", 1);

  private final String title;
  private final Counted counted;
  private final String rateUnit;
  private final double rateScale;

  Metric(String title, Counted counted, String rateUnit, double rateScale) {
    this.title = title;
    this.counted = counted;
    this.rateUnit = rateUnit;
    this.rateScale = rateScale;
  }

  /** What throughput counts. */
  public Counted counted() {
    return counted;
  }

  /** What throughput is given in. */
  public String rateUnit() {
    return rateUnit;
  }

  /** Throughput in that unit for one of what is counted a second. */
  public double rateScale() {
    return rateScale;
  }

  /** The metric in words. */
  public String title() {
    return title;
  }
}
