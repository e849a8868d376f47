package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/** The definition itself, against numbers computed by hand. */
class ScalarKernelsTest extends KernelsContract {

  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }

  @Test
  void aProductIsRowsTimesTokens() {
    MemorySegment data = MemorySegment.ofArray(new float[] {1, 2, 3, -1, 0, 1});
    Tensor weights = new Tensor("w", QuantType.F32, 2, 3, data);
    Activations x = new Activations(2, 3);
    x.shape(2, 3);
    System.arraycopy(new float[] {1, 1, 1, 2, 0, 4}, 0, x.values(), 0, 6);
    float[] out = new float[4];
    kernels()
        .multiply(new StoredMatrix(weights), 0, 2, x, out, 0, 2, new ProductScratch(kernels(), 3));
    assertThat(out).containsExactly(6, 0, 14, 2);
  }

  @Test
  void normalisationDividesByTheRootMeanSquare() {
    float[] out = new float[2];
    kernels().rmsNorm(new float[] {3, 4}, 0, 2, new float[] {1, 10}, 0, out, 0);
    float root = (float) Math.sqrt(12.5);
    assertThat(out).containsExactly(3 * (1 / root), 4 * (1 / root) * 10);
  }

  @Test
  void attentionWeighsValuesByTheSoftmaxOfTheirScores() {
    float[] keys = new float[Kernels.BLOCK];
    float[] values = new float[Kernels.BLOCK];
    keys[0] = 0;
    keys[1] = (float) Math.log(3);
    values[0] = 8;
    values[1] = 16;
    AttentionTile tile = kernels().attentionTile(1, 1, 1);
    tile.begin(1);
    tile.values()[tile.query(0)] = 1;
    tile.attend(0, 2, keys, values);
    float[] out = {0};
    tile.finish(0, out, 0);
    assertThat(out[0]).isCloseTo(8 * 0.25f + 16 * 0.75f, offset(1e-6f));
  }
}
