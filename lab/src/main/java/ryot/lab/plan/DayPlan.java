package ryot.lab.plan;

import java.util.List;

/** The experiments of a day, in the order in which they run. */
public record DayPlan(int day, List<Experiment> experiments) {

  /** The compiler still replaces kernels after 30 answers: pauses that a tail would remember. */
  private static final WarmUp SHORT_WARM_UP = new WarmUp(4, 0.05, 48, 120, 60_000);

  private static final WarmUp BESIDE_WARM_UP = new WarmUp(2, 0.05, 6, 16, 10_000);
  private static final WarmUp LONG_WARM_UP = new WarmUp(2, 0.05, 6, 24, 45_000);

  public DayPlan {
    experiments = List.copyOf(experiments);
  }

  /** Day 1: how soon does a model answer, and how fast does it then write? */
  public static DayPlan first() {
    return new DayPlan(1, List.of(firstTokenLatency(), tokenGeneration()));
  }

  private static Experiment firstTokenLatency() {
    Budget main = new Budget(100, 30_000, List.of(459, 662), 360_000);
    return new Experiment(
        "FirstTokenLatencyBenchmark",
        "ryot",
        "How long does a reader wait for the first token of an answer?",
        Metric.TIME_TO_FIRST_TOKEN,
        List.of(
            new SeriesPlan("ttft_32", 32, 50, true, SHORT_WARM_UP, main),
            new SeriesPlan("ttft_128", 128, 50, false, BESIDE_WARM_UP, Budget.of(20, 8_000)),
            new SeriesPlan("ttft_512", 512, 50, false, BESIDE_WARM_UP, Budget.of(20, 8_000))),
        new ProfilePlan(20, 12_000, 12));
  }

  private static Experiment tokenGeneration() {
    return new Experiment(
        "TokenGenerationBenchmark",
        "ryot",
        "How fast does the answer arrive once it has begun?",
        Metric.TIME_PER_OUTPUT_TOKEN,
        List.of(new SeriesPlan("tpot_256", 16, 256, true, LONG_WARM_UP, Budget.of(50, 45_000))),
        new ProfilePlan(4, 12_000, 12));
  }
}
