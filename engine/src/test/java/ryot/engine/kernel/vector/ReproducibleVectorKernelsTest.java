package ryot.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ProductScratch;
import ryot.engine.kernel.ReproducibleContract;
import ryot.engine.kernel.ReproducibleKernels;
import ryot.engine.kernel.StoredMatrix;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/** Runs at each width of vectors, as {@link VectorKernelsTest} does. */
class ReproducibleVectorKernelsTest extends ReproducibleContract {

  private final Kernels definition = new ReproducibleKernels();
  private final Kernels kernels = new ReproducibleVectorKernels(definition);

  @Override
  protected Kernels kernels() {
    return kernels;
  }

  @Test
  void weightsWithScalesThatAreNoFiniteNumbersStayAsTheyAreStoredBesideThoseThatArePacked() {
    Tensor finite = weights(QuantType.Q8_0, 19, 64);
    Tensor other = weights(QuantType.Q8_0, 19, 64);
    other.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 3 * other.rowBytes(), (short) 0x7c00);
    Matrix packed = packed(finite);
    Matrix stored = packed(other);
    assertThat(packed).isInstanceOf(WordMatrix.class);
    assertThat(stored).isEqualTo(new StoredMatrix(other));
    for (int tokens : new int[] {1, 3, 20}) {
      Activations x = activations(kernels, tokens, 64);
      float[] ofPacked = product(kernels, packed, x);
      float[] ofStored = product(kernels, stored, x);
      definition.reserve(x);
      definition.prepare(x, 0, 1);
      assertThat(ofPacked).isEqualTo(product(definition, new StoredMatrix(finite), x));
      assertThat(ofStored).isEqualTo(product(definition, new StoredMatrix(other), x));
    }
  }

  private static float[] product(Kernels kernels, Matrix weights, Activations x) {
    float[] out = new float[x.tokens() * weights.rows()];
    ProductScratch scratch = new ProductScratch(kernels, x.columns());
    kernels.multiply(weights, 0, weights.rows(), x, out, 0, weights.rows(), scratch);
    return out;
  }
}
