package ryot.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sampler owes its caller, whatever its options. */
abstract class SamplerContract {

  /** A fresh sampler, at the beginning of its random numbers. */
  abstract Sampler create(int vocabularySize);

  @Test
  void aVocabularyOfOneTokenLeavesNoChoice() {
    assertThat(create(1).sample(new float[] {-3})).isZero();
  }

  @Test
  void aTokenFarAboveTheOthersIsPicked() {
    float[] logits = new float[50];
    logits[31] = 500;
    Sampler sampler = create(50);
    for (int i = 0; i < 20; i++) {
      assertThat(sampler.sample(logits)).isEqualTo(31);
      sampler.accept(i);
    }
  }

  @Test
  void theLogitsAreNotChanged() {
    float[] logits = randomLogits(1000, 1);
    float[] before = logits.clone();
    Sampler sampler = create(1000);
    sampler.accept(5);
    assertThat(sampler.sample(logits)).isBetween(0, 999);
    assertThat(logits).isEqualTo(before);
  }

  @Test
  void twoOfAKindPickTheSameTokens() {
    Sampler one = create(300);
    Sampler other = create(300);
    for (int step = 0; step < 200; step++) {
      float[] logits = randomLogits(300, step);
      int token = one.sample(logits);
      assertThat(other.sample(logits)).isEqualTo(token);
      one.accept(token);
      other.accept(token);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aLogitThatIsNoNumberIsAnErrorThatNamesTheToken(float bad) {
    for (int place : new int[] {0, 7, 99}) {
      float[] logits = randomLogits(100, 3);
      logits[place] = bad;
      Sampler sampler = create(100);
      assertThatThrownBy(() -> sampler.sample(logits))
          .isInstanceOf(NonFiniteLogitsException.class)
          .hasMessageContaining("the logit of token " + place + " (of 100) is " + bad);
    }
  }

  @Test
  void fewerLogitsThanTokensAreRefused() {
    Sampler sampler = create(10);
    assertThatThrownBy(() -> sampler.sample(new float[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected the logits of 10 tokens, got 9");
    assertThatThrownBy(() -> sampler.sample(new float[20], 11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected the logits of 10 tokens, got 9");
  }

  @Test
  void oneRowAmongOthersIsReadAloneAndLeftAsItWas() {
    for (int step = 0; step < 50; step++) {
      float[] row = randomLogits(40, step);
      float[] rows = new float[120];
      Arrays.fill(rows, 1000);
      System.arraycopy(row, 0, rows, 40, 40);
      float[] before = rows.clone();
      assertThat(create(40).sample(rows, 40)).isEqualTo(create(40).sample(row));
      assertThat(rows).isEqualTo(before);
    }
  }

  @Test
  void extremeLogitsDoNotUpsetTheArithmetic() {
    float[] logits = {-Float.MAX_VALUE, Float.MAX_VALUE, 0, -Float.MAX_VALUE};
    assertThat(create(4).sample(logits)).isEqualTo(1);
  }

  static float[] randomLogits(int size, long seed) {
    Random random = new Random(seed);
    float[] logits = new float[size];
    for (int i = 0; i < size; i++) {
      logits[i] = (float) random.nextGaussian() * 4;
    }
    return logits;
  }
}
