package ryot.lab.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.SampleSummary;

/**
 * One series of iterations: every sample, and what they say.
 *
 * @param metric what a sample is, in words
 * @param unit of samples and summary
 * @param samples in the order in which they were taken
 * @param summary of {@code samples}; null when there are none
 * @param throughput what all iterations counted over the time of all iterations, prompts included,
 *     in the run's unit
 * @param throughputInterval its 95 % interval, from the mean time of an iteration
 * @param decodeRate tokens/s between first and last token; 0 where none are generated
 * @param seconds wall time of the series, warm-up excluded
 * @param histogram HdrHistogram of the samples in nanoseconds, V2 compressed, base64
 * @param ratio bytes in over bytes out of each iteration; null where nothing was coded
 */
public record Series(
    String name,
    String metric,
    String unit,
    int promptTokens,
    int generatedTokens,
    boolean primary,
    List<Double> samples,
    @Nullable SampleSummary summary,
    double throughput,
    Interval throughputInterval,
    double decodeRate,
    double seconds,
    String stopReason,
    WarmUpOutcome warmUp,
    String histogram,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SampleSummary ratio) {

  public Series {
    samples = List.copyOf(samples);
  }
}
