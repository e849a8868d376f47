package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.model.Architecture;
import ryot.engine.model.Batch;
import ryot.engine.model.Workspace;

/** Models made up are loaded and computed as files are, and what they compute is finite. */
class SyntheticModelIT {

  /** Vector exponentials are rounded otherwise before they are compiled. */
  private static final Offset<Float> ROUNDING = within(1e-3f);

  static Stream<Arguments> models() {
    return Arrays.stream(Architecture.values())
        .flatMap(
            architecture ->
                Arrays.stream(WeightMix.values()).map(mix -> Arguments.of(architecture, mix)));
  }

  private static ModelShape tiny(Architecture architecture) {
    boolean tied = architecture != Architecture.QWEN2;
    return new ModelShape("tiny", architecture, 64, 300, 256, 3, 4, 2, 64, 512, tied, 10_000);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyMixOfEveryFamilyComputesFiniteLogits(Architecture architecture, WeightMix mix) {
    float[] logits = logits(architecture, mix, 1);
    assertThat(range(logits)).isBetween(0.1f, 100f);
    assertThat(logits(architecture, mix, 1)).containsExactly(logits, ROUNDING);
    assertThat(logits(architecture, mix, 2)).isNotEqualTo(logits);
  }

  /** Not a number if one of them is not. */
  private static float range(float[] values) {
    float least = values[0];
    float greatest = values[0];
    for (float value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    return greatest - least;
  }

  private static float[] logits(Architecture architecture, WeightMix mix, long seed) {
    try (LoadedModel model =
        ModelLoader.load(SyntheticModel.of(tiny(architecture), mix, seed), 1)) {
      KvCache cache = model.transformer().newCache(KvType.F16, 20);
      Workspace workspace = model.transformer().newWorkspace(20, 1);
      int[] tokens = new int[20];
      Arrays.setAll(tokens, i -> i * 7 % 300);
      model.transformer().forward(Batch.of(cache, tokens, 0, 20), workspace);
      return workspace.logits(0);
    }
  }
}
