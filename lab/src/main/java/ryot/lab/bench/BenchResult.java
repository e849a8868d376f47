package ryot.lab.bench;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import ryot.lab.statistics.SampleSummary;

/**
 * What a test took, run by run.
 *
 * @param startedAt when its first timed run began
 * @param samplesNanos one for each timed run
 * @param stepBytes bytes that a step of generation reads: the weights once, and the keys and values
 *     of all sequences, at their mean length; 0 for a prompt
 * @param readBytesPerSecond what as many threads read from memory at most; empty for a prompt, and
 *     where nothing tells
 */
public record BenchResult(
    BenchCase test,
    Instant startedAt,
    List<Long> samplesNanos,
    double stepBytes,
    OptionalDouble readBytesPerSecond) {

  /** Copies the samples. */
  public BenchResult {
    samplesNanos = List.copyOf(samplesNanos);
  }

  /** The same, set against what the memory gives; unchanged for a prompt or 0. */
  BenchResult within(double bytesPerSecond) {
    return test.generates() && bytesPerSecond > 0
        ? new BenchResult(
            test, startedAt, samplesNanos, stepBytes, OptionalDouble.of(bytesPerSecond))
        : this;
  }

  /** Tokens a second, of all sequences together, one for each run. */
  public List<Double> tokensPerSecond() {
    return samplesNanos.stream().map(nanos -> test.tokens() * 1e9 / nanos).toList();
  }

  /** Summary of {@link #tokensPerSecond}. */
  public SampleSummary speed() {
    return SampleSummary.of(tokensPerSecond());
  }

  /** Summary of the samples, in nanoseconds. */
  SampleSummary time() {
    return SampleSummary.of(samplesNanos.stream().map(Long::doubleValue).toList());
  }

  /** Bytes read for each token; the weights are shared by the sequences of a step. */
  public OptionalDouble bytesPerToken() {
    return test.generates()
        ? OptionalDouble.of(stepBytes / test.sequences())
        : OptionalDouble.empty();
  }

  /**
   * How much of {@link #readBytesPerSecond} the median run took; above 1 for a model that stays in
   * the caches.
   */
  public OptionalDouble bandwidthShare() {
    if (!test.generates() || readBytesPerSecond.isEmpty()) {
      return OptionalDouble.empty();
    }
    double stepsPerSecond = speed().median().value() / test.sequences();
    return OptionalDouble.of(stepBytes * stepsPerSecond / readBytesPerSecond.getAsDouble());
  }
}
