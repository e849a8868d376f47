package ryot.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights are those of a softmax, leave nothing out, and are found again. */
class TokenWeightsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 512, 513, 5_000})
  void weightsAreTheSoftmaxAndPartitionTheirTotal(int size) {
    Random random = new Random(size);
    float[] logits = new float[size + 3];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (random.nextGaussian() * 4);
      largest = i < 3 ? largest : Math.max(largest, logits[i]);
    }
    TokenWeights weights = new TokenWeights(size);
    weights.take(logits, 3);
    long below = 0;
    for (int token = 0; token < size; token++) {
      double exact = Math.exp(logits[3 + token] - largest) * (1 << 24);
      assertThat((double) weights.weight(token)).isCloseTo(exact, within(1.1 + exact * 2e-3));
      assertThat(weights.below(token)).isEqualTo(below);
      assertThat(weights.find(below)).isEqualTo(token);
      below += weights.weight(token);
      assertThat(weights.find(below - 1)).isEqualTo(token);
    }
    assertThat(weights.weight(weights.escape())).isEqualTo(1);
    assertThat(weights.below(weights.escape())).isEqualTo(below);
    assertThat(weights.total()).isEqualTo(below + 1);
    assertThat(weights.find(below)).isEqualTo(weights.escape());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f})
  void logitsOfABrokenModelStillGiveEveryTokenAWeight(float odd) {
    float[] logits = new float[600];
    logits[7] = odd;
    TokenWeights weights = new TokenWeights(600);
    weights.take(logits, 0);
    for (int token = 0; token < 600; token++) {
      assertThat(weights.weight(token)).isBetween(1L, (1L << 24) + 1);
    }
  }
}
