package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

  private record Provider(String name, int rank, Optional<String> obstacle)
      implements KernelProvider {
    @Override
    public Kernels create(Kernels slower, Arithmetic arithmetic) {
      return new ScalarKernels();
    }
  }

  private static final KernelProvider FAST = new Provider("fast", 2, Optional.of("no such lanes"));
  private static final KernelProvider SLOW = new Provider("slow", 1, Optional.empty());

  private static KernelChoice choose(Optional<String> forced) {
    return KernelChoice.choose(List.of(FAST, SLOW), forced, Arithmetic.FASTEST);
  }

  @Test
  void theFastestThatRunsIsChosenAndTheReasonNamesWhatDoesNot() {
    assertThat(choose(Optional.empty()).reason())
        .isEqualTo("scalar reference (no fast kernels: no such lanes)");
  }

  @Test
  void onesAskedForThatCannotRunAreRefusedWithTheReason() {
    assertThatThrownBy(() -> choose(Optional.of("fast")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("-Dryot.kernels=fast: no such lanes");
  }

  @Test
  void unknownOnesAreRefusedWithTheNamesThereAre() {
    assertThatThrownBy(() -> choose(Optional.of("quick")))
        .hasMessage("-Dryot.kernels=quick: unknown; there are fast, slow");
  }
}
