package ryot.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GenerationWorkloadTest {

  @Test
  void stampsAreThoseOfTheSystemToTheNanosecond() throws InterruptedException {
    ScriptedSystem system = new ScriptedSystem(n -> 30_000_000 + n, 7_000_000);
    GenerationWorkload workload =
        new GenerationWorkload(system, system.prompts(1), system::nanoTime);
    Iteration first = workload.iterate(8, 50);
    Iteration second = workload.iterate(8, 50);
    assertThat(first).isEqualTo(new Iteration(30_000_000, 30_000_000 + 49 * 7_000_000L, 50));
    assertThat(second.firstTokenNanos()).isEqualTo(30_000_001);
    assertThat(first.nanosPerOutputToken()).isEqualTo(7_000_000);
  }

  @Test
  void anAnswerWithoutTokensHasNoTimePerToken() throws InterruptedException {
    ScriptedSystem system = new ScriptedSystem(n -> 1, 1).withShortfall(3);
    Iteration none =
        new GenerationWorkload(system, system.prompts(1), system::nanoTime).iterate(4, 3);
    assertThat(none).isEqualTo(new Iteration(0, 0, 0));
    assertThat(none.nanosPerOutputToken()).isNaN();
  }
}
