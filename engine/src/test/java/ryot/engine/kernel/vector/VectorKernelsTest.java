package ryot.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.KernelsContract;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
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

  /** More tokens than are multiplied at a time, more activations than the cache keeps. */
  @Test
  void aTokenGetsTheSameAmongManyAsAlone() {
    int tokens = 530;
    int columns = 1056;
    int rows = 83;
    Matrix matrix = packed(weights(QuantType.Q8_0, rows, columns));
    Activations all = new Activations(tokens, columns);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < tokens * columns; i++) {
      all.values()[i] = random.nextFloat() - 0.5f;
    }
    float[] together = product(matrix, all, tokens);
    Activations one = new Activations(1, columns);
    for (int token : new int[] {0, 7, 8, 300, 511, 512, 529}) {
      System.arraycopy(all.values(), token * columns, one.values(), 0, columns);
      assertThat(Arrays.copyOfRange(together, token * rows, (token + 1) * rows))
          .as("token %d", token)
          .isEqualTo(product(matrix, one, 1));
    }
  }

  private float[] product(Matrix matrix, Activations x, int tokens) {
    x.shape(tokens, matrix.columns());
    kernels.reserve(x);
    kernels.prepare(x, 0, 1);
    float[] out = new float[tokens * matrix.rows()];
    ProductScratch scratch = new ProductScratch(kernels, matrix.columns());
    kernels.multiply(matrix, 0, matrix.rows(), x, out, 0, matrix.rows(), scratch);
    return out;
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
