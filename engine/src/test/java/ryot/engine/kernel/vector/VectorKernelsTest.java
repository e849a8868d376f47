package ryot.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.KernelsContract;
import ryot.engine.tensor.QuantType;

/** Runs twice in the build: at the machine's own width and with 256-bit vectors forced. */
class VectorKernelsTest extends KernelsContract {
  private final Kernels kernels = new VectorKernels();

  @Override
  protected Kernels kernels() {
    return kernels;
  }

  @Override
  protected boolean roundsActivations(QuantType type) {
    return WordLayout.of(type).isPresent();
  }

  @Test
  void theDescriptionSaysHowWideVectorsAre() {
    String forced = System.getProperty(Lanes.PROPERTY);
    assertThat(kernels.description())
        .isEqualTo("Vector API, %d-bit".formatted(Lanes.F.vectorBitSize()));
    if (forced != null) {
      assertThat(kernels.description()).contains(forced);
    }
  }
}
