package ryot.lab.plan;

import java.util.List;

/**
 * One benchmark: a question, a metric, and the series that answer it.
 *
 * @param name the benchmark's name in files, such as {@code FirstTokenLatencyBenchmark}
 * @param component what is measured, such as {@code ryot}
 * @param question what the experiment wants to know, for the reader
 * @param series exactly one of them primary
 */
public record Experiment(
    String name,
    String component,
    String question,
    Metric metric,
    List<SeriesPlan> series,
    ProfilePlan profile) {

  public Experiment {
    series = List.copyOf(series);
    if (series.stream().filter(SeriesPlan::primary).count() != 1) {
      throw new IllegalArgumentException(name + " needs exactly one primary series");
    }
  }

  /** The series that the benchmark's own numbers come from. */
  public SeriesPlan primary() {
    return series.stream().filter(SeriesPlan::primary).findFirst().orElseThrow();
  }
}
