package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.engine.cache.KvType;

class BenchPlanTest {

  private static BenchPlan plan(List<Integer> prompts, List<Integer> tokens, List<Integer> batch) {
    return new BenchPlan(prompts, tokens, batch, List.of(1, 2), 1, 0, KvType.F16);
  }

  @Test
  void everyCombinationIsATestAndPromptsAreNotBatched() {
    BenchPlan plan = plan(List.of(512, 32), List.of(128), List.of(1, 8));
    assertThat(plan.tests(2))
        .containsExactly(
            BenchCase.prompt(2, 512),
            BenchCase.prompt(2, 32),
            BenchCase.generation(2, 128, 1),
            BenchCase.generation(2, 128, 8));
    assertThat(plan.testCount()).isEqualTo(8);
  }

  @Test
  void zeroLeavesAKindOut() {
    assertThat(plan(List.of(0), List.of(16), List.of(1)).tests(1))
        .containsExactly(BenchCase.generation(1, 16, 1));
    assertThat(plan(List.of(16), List.of(0), List.of(1)).tests(1))
        .containsExactly(BenchCase.prompt(1, 16));
  }

  @Test
  void whatIsNoPlanIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of(0), List.of(0), List.of(1)))
        .withMessageContaining("nothing to measure");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of(-1), List.of(0), List.of(1)))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of(1), List.of(1), List.of(0)))
        .withMessageContaining("sequences must be 1 or more");
  }

  @Test
  void labelsAndCountsAreThoseOfLlamaBench() {
    assertThat(BenchCase.prompt(1, 512).label()).isEqualTo("pp512");
    assertThat(BenchCase.generation(1, 128, 8).label()).isEqualTo("tg128");
    assertThat(BenchCase.generation(1, 128, 8).tokens()).isEqualTo(1024);
  }
}
