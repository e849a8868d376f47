package ryot.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GreedySamplerTest extends SamplerContract {

  @Override
  Sampler create(int vocabularySize) {
    return Sampler.create(SamplingOptions.greedy(), vocabularySize);
  }

  @Test
  void ofEqualLogitsTheLowestIdIsPicked() {
    assertThat(create(5).sample(new float[] {1, 3, 2, 3, 3})).isEqualTo(1);
  }

  @Test
  void zeroesOfEitherSignAreEqual() {
    assertThat(create(3).sample(new float[] {-1, -0.0f, 0.0f})).isEqualTo(1);
  }

  @Test
  void theHighestIsFoundWhereverItStands() {
    for (int size : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 1000}) {
      for (int place = 0; place < size; place += Math.max(1, size / 13)) {
        float[] logits = randomLogits(size, size);
        logits[place] = 100;
        assertThat(create(size).sample(logits)).isEqualTo(place);
      }
    }
  }
}
