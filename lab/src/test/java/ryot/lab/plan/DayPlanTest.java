package ryot.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DayPlanTest {

  @Test
  void dayOneAsksTheTwoQuestionsAtTheStatedSizes() {
    DayPlan plan = DayPlan.first();
    Experiment first = plan.experiments().get(0);
    Experiment generation = plan.experiments().get(1);
    assertThat(first.name()).isEqualTo("FirstTokenLatencyBenchmark");
    assertThat(first.primary().promptTokens()).isEqualTo(32);
    assertThat(first.primary().generatedTokens()).isEqualTo(50);
    assertThat(first.primary().budget().minIterations()).isEqualTo(100);
    assertThat(first.primary().budget().budgetMillis()).isEqualTo(30_000);
    assertThat(first.series()).extracting(SeriesPlan::promptTokens).containsExactly(32, 128, 512);
    assertThat(generation.name()).isEqualTo("TokenGenerationBenchmark");
    assertThat(generation.primary().promptTokens()).isEqualTo(16);
    assertThat(generation.primary().generatedTokens()).isEqualTo(256);
    assertThat(generation.primary().budget().minIterations()).isEqualTo(50);
    assertThat(generation.primary().budget().budgetMillis()).isEqualTo(45_000);
  }

  @Test
  void anExperimentHasExactlyOnePrimarySeries() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Experiment(
                    "x",
                    "ryot",
                    "?",
                    Metric.TIME_TO_FIRST_TOKEN,
                    List.of(),
                    new ProfilePlan(1, 1, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Budget.of(0, 10));
  }
}
