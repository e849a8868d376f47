package ryot.engine.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.engine.kernel.Activations;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.KernelsContract;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.ScalarKernels;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/** What every level keeps. The lower levels run on higher machines too. */
abstract class MachineKernelsTest extends KernelsContract {
  private final Level level;
  private Kernels kernels = new ScalarKernels();

  MachineKernelsTest(Level level) {
    this.level = level;
  }

  @BeforeEach
  void requireTheLevel() {
    Optional<Level> highest = MachineKernelProvider.highestLevel();
    assumeTrue(highest.isPresent(), "no machine code here");
    assumeTrue(highest.get().compareTo(level) >= 0, "this processor has no " + level);
    kernels = new MachineKernels(level, new ScalarKernels());
  }

  @Override
  protected Kernels kernels() {
    return kernels;
  }

  @Override
  protected boolean roundsActivations(QuantType type) {
    return WeightLayout.of(type).isPresent();
  }

  /**
   * The arithmetic that {@link Product} and {@link Rounding} promise, in plain Java, bit by bit; so
   * every level and every division into tiles gives the same.
   */
  @ParameterizedTest
  @EnumSource(
      value = QuantType.class,
      names = {"Q4_0", "Q4_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"})
  void productsAreTheSameToTheLastBitAsTheirDefinition(QuantType type) {
    SplittableRandom random = new SplittableRandom(11);
    int rows = 5 * level.lanes() + 3;
    int columns = 768;
    Tensor weights = weights(type, rows, columns);
    Matrix packed = packed(weights);
    for (int tokens : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 19}) {
      Activations x = new Activations(tokens, columns);
      x.shape(tokens, columns);
      for (int i = 0; i < tokens * columns; i++) {
        x.values()[i] = i / 32 % 7 == 0 ? 0 : (random.nextFloat() - 0.5f) * (1 + i % 50);
      }
      kernels.reserve(x);
      kernels.prepare(x, 0, 1);
      float[] out = new float[tokens * rows];
      float[] scratch = new float[kernels.scratchSize(columns)];
      kernels.multiply(packed, 0, rows, x, out, 0, rows, scratch);
      for (int t = 0; t < tokens; t++) {
        for (int r = 0; r < rows; r++) {
          assertThat(out[t * rows + r])
              .as("%s row %d token %d of %d", type, r, t, tokens)
              .isEqualTo(RoundedProduct.of(weights, r, x, t));
        }
      }
    }
  }
}
