package ryot.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.KernelsContract;
import ryot.engine.kernel.StoredMatrix;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/** Runs twice in the build: at the machine's own width and with 256-bit vectors forced. */
class VectorKernelsTest extends KernelsContract {
  private static final short INFINITY = 0x7c00; // float16

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
  void weightsWithScalesThatAreNoFiniteNumbersStayAsTheyAreStored() {
    for (QuantType type : new QuantType[] {QuantType.Q4_0, QuantType.Q4_1, QuantType.Q8_0}) {
      Tensor weights = weights(type, 3, 64);
      assertThat(packed(weights)).as("%s", type).isInstanceOf(WordMatrix.class);
      weights.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, weights.rowBytes(), INFINITY);
      assertThat(packed(weights)).as("%s", type).isEqualTo(new StoredMatrix(weights));
    }
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
