package ryot.lab.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A demand on one quantity of one benchmark.
 *
 * @param name for the reader, such as {@code TTFT p99}
 * @param benchmark the benchmark's name, or {@code *} for the worst of all
 * @param direction on which side of {@code value} the quantity must lie; never on it
 * @param value the limit, in {@code unit}
 * @param unit {@code ms}, {@code tokens/s}, {@code MB/s}, {@code :1} or {@code MB} (10^6 bytes), as
 *     the quantity is reported
 */
public record Target(
    String name,
    String benchmark,
    Quantity quantity,
    Direction direction,
    double value,
    String unit) {

  /** All benchmarks of the day. */
  public static final String ANY_BENCHMARK = "*";

  /** The side of the limit that is wanted. */
  public enum Direction {
    @JsonProperty("below")
    BELOW("<"),
    @JsonProperty("above")
    ABOVE(">");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }

    /** {@code <} or {@code >}. */
    public String sign() {
      return sign;
    }
  }

  /** Whether {@code measured} meets the demand. */
  public boolean metBy(double measured) {
    return switch (direction) {
      case BELOW -> measured < value;
      case ABOVE -> measured > value;
    };
  }

  /** Distance of {@code measured} from the limit as a share of the limit; negative if missed. */
  public double headroom(double measured) {
    return switch (direction) {
      case BELOW -> (value - measured) / value;
      case ABOVE -> (measured - value) / value;
    };
  }

  /** Whether this target is about {@code benchmarkName}. */
  public boolean concerns(String benchmarkName) {
    return benchmark.equals(ANY_BENCHMARK) || benchmark.equals(benchmarkName);
  }
}
