package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.kernel.format.IntegerBlocks;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/** What {@link Arithmetic#REPRODUCIBLE} promises: the definition's results to the last bit. */
public abstract class ReproducibleContract extends KernelsContract {

  private final Kernels definition = new ReproducibleKernels();

  /** One per test. */
  protected ReproducibleContract() {}

  @Override
  protected boolean roundsActivations(QuantType type) {
    return IntegerBlocks.of(type).isPresent();
  }

  @ParameterizedTest
  @EnumSource(QuantType.class)
  void productsHaveTheBitsOfTheDefinition(QuantType type) {
    for (int columns : type.blockSize() == 1 ? new int[] {1, 31, 32, 100} : new int[] {256, 768}) {
      int rows = 2 * rowGroup(type, columns) + 11;
      Tensor weights = weights(type, rows, columns);
      Matrix packed = packed(weights);
      for (int tokens : new int[] {1, 3, 4, 8, 9, 16, 17, 33}) {
        Activations x = activations(kernels(), tokens, columns);
        float[] found = new float[tokens * rows];
        ProductScratch scratch = new ProductScratch(kernels(), columns);
        kernels().multiply(packed, 0, rows, x, found, 0, rows, scratch);

        definition.reserve(x);
        definition.prepare(x, 0, 1);
        float[] expected = new float[tokens * rows];
        scratch = new ProductScratch(definition, columns);
        definition.multiply(new StoredMatrix(weights), 0, rows, x, expected, 0, rows, scratch);
        assertThat(found).as("%s %d columns, %d tokens", type, columns, tokens).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 16, 24, 32, 100, 576})
  void elementwiseWorkHasTheBitsOfTheDefinition(int n) {
    float[] x = floats(n + 1, 20);
    float[] y = floats(n, 4);
    float[] expected = new float[n];
    float[] found = new float[n];
    definition.rmsNorm(x, 1, n, y, 1e-5f, expected, 0);
    kernels().rmsNorm(x, 1, n, y, 1e-5f, found, 0);
    assertThat(found).isEqualTo(expected);

    float[] gated = x.clone();
    definition.swiGlu(x, 1, y, 0, n);
    kernels().swiGlu(gated, 1, y, 0, n);
    assertThat(gated).isEqualTo(x);
  }

  @Test
  void theGateHasTheBitsOfTheDefinitionAtExtremes() {
    float[] expected = {-1e30f, -200, -90, -86, -1e-40f, -0f, 0, 1e-40f, 86, 90, 200, 1e30f};
    float[] wide = new float[48];
    System.arraycopy(expected, 0, wide, 0, expected.length);
    float[] up = floats(48, 2);
    float[] found = wide.clone();
    definition.swiGlu(wide, 0, up, 0, 48);
    kernels().swiGlu(found, 0, up, 0, 48);
    assertThat(found).isEqualTo(wide);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16, 40, 64, 100, 128})
  void attentionHasTheBitsOfTheDefinition(int headSize) {
    int group = 3;
    int tokens = 5;
    AttentionTile expected = definition.attentionTile(tokens * group, headSize, group);
    AttentionTile found = kernels().attentionTile(tokens * group, headSize, group);
    float[] queries = floats(tokens * group * headSize, 3);
    for (AttentionTile tile : List.of(expected, found)) {
      tile.begin(tokens * group);
      System.arraycopy(queries, 0, tile.values(), tile.query(0), queries.length);
    }
    for (int count : new int[] {64, 64, 1, 17, 32, 61}) {
      float[] keys = floats(headSize * Kernels.BLOCK, 3);
      float[] values = floats(headSize * Kernels.BLOCK, 1);
      int first = count == 1 ? 2 * group : 0;
      expected.attend(first, count, keys, values);
      found.attend(first, count, keys, values);
    }
    for (int query = 0; query < tokens * group; query++) {
      float[] right = new float[headSize];
      float[] ours = new float[headSize];
      expected.finish(query, right, 0);
      found.finish(query, ours, 0);
      assertThat(ours).as("query %d", query).isEqualTo(right);
    }
  }
}
