package ryot.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
  void promptsMadeAheadAreTheOnesThatWouldHaveBeenMade() throws InterruptedException {
    List<int[]> plain = promptsOf(workload -> {});
    List<int[]> ahead = promptsOf(workload -> workload.makeAhead(8, 2));
    assertThat(ahead).usingElementComparator(Arrays::compare).containsExactlyElementsOf(plain);
  }

  /** Three prompts of eight tokens that the system is given, after {@code before}. */
  private static List<int[]> promptsOf(Consumer<GenerationWorkload> before)
      throws InterruptedException {
    ScriptedSystem system = new ScriptedSystem(n -> 1, 1);
    List<int[]> given = new ArrayList<>();
    PromptSource prompts = system.prompts(1);
    PromptSource listed =
        new PromptSource() {
          @Override
          public int[] next(int tokens) {
            int[] prompt = prompts.next(tokens);
            given.add(prompt);
            return prompt;
          }

          @Override
          public String description() {
            return prompts.description();
          }
        };
    GenerationWorkload workload = new GenerationWorkload(system, listed, system::nanoTime);
    before.accept(workload);
    for (int i = 0; i < 3; i++) {
      workload.iterate(8, 2);
    }
    return given;
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
