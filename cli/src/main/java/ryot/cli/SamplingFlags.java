package ryot.cli;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.sample.SamplingOptions;

/** How each token is picked, and when the text ends. */
final class SamplingFlags {

  /** Enough for a long answer, and an end to a small model that repeats itself. */
  private static final int MAX_TOKENS = 1024;

  @Option(
      names = {"-n", "--max-tokens"},
      paramLabel = "N",
      defaultValue = "" + MAX_TOKENS,
      description = "Most tokens of an answer (default: ${DEFAULT-VALUE}).")
  private int maxTokens = MAX_TOKENS;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "How daring: 0 always takes the likeliest token (default: 0.8).")
  private @Nullable Float temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Draw among the N likeliest tokens; 0: among all (default: 40).")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "X",
      description =
          "Draw among the likeliest that together reach this probability (default: 0.95).")
  private @Nullable Float topP;

  @Option(
      names = "--min-p",
      paramLabel = "X",
      description =
          "Draw among tokens at least this many times as likely as the best (default: 0.05).")
  private @Nullable Float minP;

  @Option(
      names = "--repeat-penalty",
      paramLabel = "X",
      description = "Over 1: tokens of the last 64 become less likely (default: 1, off).")
  private @Nullable Float repeatPenalty;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same seed, same text (default: another one each time, and told at the end).")
  private @Nullable Long seed;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "End before this text; may be given several times.")
  private List<String> stop = List.of();

  /** The options, with the seed drawn if none is given: the same at each call. */
  SamplingOptions options() {
    if (seed == null) {
      seed = (long) new SecureRandom().nextInt(Integer.MAX_VALUE);
    }
    SamplingOptions usual = SamplingOptions.defaults();
    return usual
        .withTemperature(temperature == null ? usual.temperature() : temperature)
        .withTopK(topK == null ? usual.topK() : topK)
        .withTopP(topP == null ? usual.topP() : topP)
        .withMinP(minP == null ? usual.minP() : minP)
        .withRepetitionPenalty(repeatPenalty == null ? usual.repetitionPenalty() : repeatPenalty)
        .withSeed(seed);
  }

  /** A request for what follows {@code prompt}. */
  GenerationRequest request(int[] prompt) {
    return GenerationRequest.of(prompt)
        .withMaxTokens(maxTokens)
        .withSampling(options())
        .withStopStrings(stop);
  }
}
