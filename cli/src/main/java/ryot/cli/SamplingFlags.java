package ryot.cli;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.sample.SamplingOptions;

/**
 * How each token is picked, and when the text ends. The defaults are careful ones: the makers of
 * small instruct models advise a temperature of 0.2 with a top-p of 0.9, at which without a penalty
 * these models soon repeat themselves.
 */
final class SamplingFlags {

  /** Enough for a long answer, and an end to a small model that repeats itself. */
  private static final int MAX_TOKENS = 1024;

  private static final float TEMPERATURE = 0.2f;
  private static final float TOP_P = 0.9f;
  private static final float REPEAT_PENALTY = 1.1f;

  @Option(
      names = {"-n", "--max-tokens"},
      paramLabel = "N",
      defaultValue = "" + MAX_TOKENS,
      description = "Most tokens of an answer (default: ${DEFAULT-VALUE}).")
  private int maxTokens = MAX_TOKENS;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "How daring: 0 always takes the likeliest token (default: 0.2).")
  private @Nullable Float temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Draw among the N likeliest tokens; 0: among all (default: 40).")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "X",
      description = "Draw among the likeliest that together reach this probability (default: 0.9).")
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
      description =
          "Over 1: tokens of the last 64 become less likely (default: 1.1, and off at"
              + " temperature 0).")
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

  @Option(
      names = "--speculate",
      description =
          "Draft tokens from the text so far and verify several at once: the same text, faster where"
              + " it repeats its prompt or itself.")
  private boolean speculate;

  /** The options, with the seed drawn if none is given: the same at each call. */
  SamplingOptions options() {
    if (seed == null) {
      seed = (long) new SecureRandom().nextInt(Integer.MAX_VALUE);
    }
    SamplingOptions usual = SamplingOptions.defaults();
    float heat = temperature == null ? TEMPERATURE : temperature;
    float penalty = heat == 0 ? 1 : REPEAT_PENALTY; // greedy is to be exactly that
    return usual
        .withTemperature(heat)
        .withTopK(topK == null ? usual.topK() : topK)
        .withTopP(topP == null ? TOP_P : topP)
        .withMinP(minP == null ? usual.minP() : minP)
        .withRepetitionPenalty(repeatPenalty == null ? penalty : repeatPenalty)
        .withSeed(seed);
  }

  /** A request for what follows {@code prompt}. */
  GenerationRequest request(int[] prompt) {
    return GenerationRequest.of(prompt)
        .withMaxTokens(maxTokens)
        .withSampling(options())
        .withStopStrings(stop)
        .withSpeculation(speculate);
  }
}
