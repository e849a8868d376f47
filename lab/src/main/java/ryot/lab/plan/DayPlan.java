package ryot.lab.plan;

import java.util.List;
import java.util.Optional;

/** The experiments of a day, in the order in which they run. */
public record DayPlan(int day, List<Experiment> experiments) {

  /**
   * A method that runs once a step is compiled for good after 5,000 steps, which is 100 answers of
   * 50 tokens: a pause, on a core that the kernels want, which a tail would remember.
   */
  private static final WarmUp SHORT_WARM_UP = new WarmUp(4, 0.05, 112, 160, 60_000);

  private static final WarmUp BESIDE_WARM_UP = new WarmUp(2, 0.05, 6, 16, 10_000);

  /** What day 2 measures first. */
  public static final String SIGMALANG = "sigmalang";

  /** What day 2 measures then. */
  public static final String SIGMAVAULT = "sigmavault";

  private static final int UNITS = 1_000;
  private static final WarmUp UNIT_WARM_UP = new WarmUp(100, 0.1, 600, 2_000, 15_000);
  private static final ProfilePlan UNIT_PROFILE = new ProfilePlan(500, 6_000, 12);
  private static final WarmUp CODING_WARM_UP = new WarmUp(50, 0.05, 600, 3_000, 15_000);
  private static final Budget CODING_BUDGET = Budget.of(400, 8_000);
  private static final ProfilePlan CODING_PROFILE = new ProfilePlan(200, 8_000, 12);
  private static final WarmUp LONG_WARM_UP = new WarmUp(2, 0.05, 6, 24, 45_000);

  public DayPlan {
    experiments = List.copyOf(experiments);
  }

  /** Day 1: how soon does a model answer, and how fast does it then write? */
  public static DayPlan first() {
    return new DayPlan(1, List.of(firstTokenLatency(), tokenGeneration()));
  }

  /** Day 2: how small do messages become, and how fast? How soon is what was kept there again? */
  public static DayPlan second() {
    return new DayPlan(
        2,
        List.of(
            compressionRatio(),
            compressionThroughput(),
            unitTime(
                "RSUReadBenchmark",
                "How soon is a unit back that was stored, decrypted and decoded?",
                Metric.READ_TIME,
                "read_mixed"),
            unitTime(
                "RSUWriteBenchmark",
                "How long does it take until a unit is stored, safe from a loss of power?",
                Metric.WRITE_TIME,
                "write_mixed")));
  }

  /** The plan of {@code day}, if there is one. */
  public static Optional<DayPlan> of(int day) {
    return all().stream().filter(plan -> plan.day() == day).findFirst();
  }

  /** All days. */
  public static List<DayPlan> all() {
    return List.of(first(), second());
  }

  /** Whether {@code target} is about this day: it names none of the other days' benchmarks. */
  public boolean concernedBy(Target target) {
    return all().stream()
        .filter(plan -> plan.day() != day)
        .flatMap(plan -> plan.experiments().stream())
        .noneMatch(experiment -> experiment.name().equals(target.benchmark()));
  }

  /** What the day writes at most while it runs, in bytes. */
  public long spaceNeeded() {
    boolean vault = experiments.stream().anyMatch(e -> e.component().equals(SIGMAVAULT));
    return vault ? 1_000_000_000 : 100_000_000;
  }

  /** Whether a language model is measured. */
  public boolean needsModel() {
    return experiments.stream().anyMatch(experiment -> experiment.component().equals("ryot"));
  }

  private static Experiment compressionRatio() {
    return new Experiment(
        "CompressionRatioBenchmark",
        SIGMALANG,
        "How small do isolated messages of 1 KiB become, each coded alone by the smallest tier?",
        Metric.CODING_TIME,
        List.of(new SeriesPlan("isolated_1k", 64, 64 * 1_024, true, CODING_WARM_UP, CODING_BUDGET)),
        CODING_PROFILE);
  }

  private static Experiment compressionThroughput() {
    return new Experiment(
        "CompressionThroughputBenchmark",
        SIGMALANG,
        "How fast are whole sessions coded, one on each of two threads, by the stream tier?",
        Metric.CODING_TIME,
        List.of(
            new SeriesPlan(
                "sessions_2_threads", 384, 2 * 384 * 1_024, true, CODING_WARM_UP, CODING_BUDGET)),
        CODING_PROFILE);
  }

  private static Experiment unitTime(String name, String question, Metric metric, String series) {
    return new Experiment(
        name,
        SIGMAVAULT,
        question,
        metric,
        List.of(new SeriesPlan(series, UNITS, 1, true, UNIT_WARM_UP, Budget.of(1_000, 0))),
        UNIT_PROFILE);
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
