package ryot.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ryot.engine.tensor.QuantType;

class WeightMixTest {

  @Test
  void aPlainTypeIsThatOfAllMatrices() {
    for (WeightMix.Role role : WeightMix.Role.values()) {
      assertThat(WeightMix.Q4_0.type(role, 0, 16, 2048)).isEqualTo(QuantType.Q4_0);
      assertThat(WeightMix.Q4_K.type(role, 0, 16, 2048)).isEqualTo(QuantType.Q4_K);
    }
  }

  @Test
  void aMixGivesMoreBitsToTheOutputAndToEveryThirdBlockOrSo() {
    assertThat(WeightMix.Q4_K_M.type(WeightMix.Role.OUTPUT, 0, 16, 2048)).isEqualTo(QuantType.Q6_K);
    assertThat(WeightMix.Q4_K_M.type(WeightMix.Role.EMBEDDING, 0, 16, 2048))
        .isEqualTo(QuantType.Q4_K);
    assertThat(WeightMix.Q5_K_M.type(WeightMix.Role.OTHER, 0, 16, 2048)).isEqualTo(QuantType.Q5_K);
    List<Integer> more =
        IntStream.range(0, 16)
            .filter(
                block ->
                    WeightMix.Q5_K_M.type(WeightMix.Role.SENSITIVE, block, 16, 2048)
                        == QuantType.Q6_K)
            .boxed()
            .toList();
    assertThat(more).containsExactly(0, 1, 4, 7, 10, 13, 14, 15);
  }

  @Test
  void rowsThatAreNotWholeBlocksFallBackAsInLlamaCpp() {
    assertThat(WeightMix.Q4_K_M.type(WeightMix.Role.OTHER, 0, 30, 576)).isEqualTo(QuantType.Q5_0);
    assertThat(WeightMix.Q5_K.type(WeightMix.Role.OTHER, 0, 30, 576)).isEqualTo(QuantType.Q5_1);
    assertThat(WeightMix.Q4_K_M.type(WeightMix.Role.OUTPUT, 0, 30, 576)).isEqualTo(QuantType.Q8_0);
    assertThat(WeightMix.Q4_K.type(WeightMix.Role.OTHER, 0, 30, 40)).isEqualTo(QuantType.F16);
    assertThat(WeightMix.Q4_0.type(WeightMix.Role.OTHER, 0, 30, 40)).isEqualTo(QuantType.F16);
  }

  @Test
  void namesAreFoundInAnyCase() {
    assertThat(WeightMix.named("Q4_K_M")).contains(WeightMix.Q4_K_M);
    assertThat(WeightMix.named("bf16")).contains(WeightMix.BF16);
    assertThat(WeightMix.named("q4")).isEmpty();
  }
}
