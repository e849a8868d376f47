package ryot.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PenalizingSamplerTest extends SamplerContract {

  private static final SamplingOptions GREEDY = SamplingOptions.greedy();

  @Override
  Sampler create(int vocabularySize) {
    return Sampler.create(
        SamplingOptions.defaults()
            .withRepetitionPenalty(1.1f)
            .withPresencePenalty(0.5f)
            .withFrequencyPenalty(0.25f)
            .withRepetitionWindow(3),
        vocabularySize);
  }

  @Test
  void theRepetitionPenaltyDividesAPositiveLogit() {
    float[] logits = {4.1f, 8};
    assertThat(after(GREEDY.withRepetitionPenalty(1.9f), logits, 1)).isEqualTo(1); // 8 / 1.9 = 4.2
    assertThat(after(GREEDY.withRepetitionPenalty(2), logits, 1)).isZero(); // 4
  }

  @Test
  void theRepetitionPenaltyMultipliesANegativeLogit() {
    float[] logits = {-4.1f, -2};
    assertThat(after(GREEDY.withRepetitionPenalty(2), logits, 1)).isEqualTo(1); // -4
    assertThat(after(GREEDY.withRepetitionPenalty(2.1f), logits, 1)).isZero(); // -4.2
  }

  @Test
  void aRepetitionPenaltyBelowOneRewards() {
    assertThat(after(GREEDY.withRepetitionPenalty(0.5f), new float[] {3, 2}, 1)).isEqualTo(1);
  }

  @Test
  void thePresencePenaltyIsTakenOnceHoweverOftenTheTokenCame() {
    float[] logits = {5, 7};
    assertThat(after(GREEDY.withPresencePenalty(1.9f), logits, 1, 1, 1)).isEqualTo(1);
    assertThat(after(GREEDY.withPresencePenalty(2.1f), logits, 1)).isZero();
  }

  @Test
  void theFrequencyPenaltyIsTakenForEachTimeTheTokenCame() {
    float[] logits = {5, 7};
    assertThat(after(GREEDY.withFrequencyPenalty(0.7f), logits, 1, 1)).isEqualTo(1); // 5.6
    assertThat(after(GREEDY.withFrequencyPenalty(0.7f), logits, 1, 1, 1)).isZero(); // 4.9
  }

  @Test
  void whatHasLeftTheWindowIsForgotten() {
    SamplingOptions options = GREEDY.withPresencePenalty(10).withRepetitionWindow(2);
    float[] logits = {9, 8, 7};
    assertThat(after(options, logits, 0)).isEqualTo(1);
    assertThat(after(options, logits, 0, 1)).isEqualTo(2);
    assertThat(after(options, logits, 0, 1, 2)).isZero();
    assertThat(after(options, logits, 0, 0, 1, 1)).isZero();
  }

  @Test
  void onlyTimesInsideTheWindowAreCounted() {
    SamplingOptions options = GREEDY.withFrequencyPenalty(0.7f).withRepetitionWindow(2);
    assertThat(after(options, new float[] {5, 7}, 1, 1, 1, 1)).isEqualTo(1); // 5.6, not 4.2
  }

  @Test
  void aWindowOfZeroOrNeutralPenaltiesNeedNoPenalizingSampler() {
    assertThat(Sampler.create(GREEDY.withPresencePenalty(2).withRepetitionWindow(0), 5))
        .isInstanceOf(GreedySampler.class);
    assertThat(Sampler.create(GREEDY, 5)).isInstanceOf(GreedySampler.class);
  }

  private static int after(SamplingOptions options, float[] logits, int... tokens) {
    Sampler sampler = Sampler.create(options, logits.length);
    for (int token : tokens) {
      sampler.accept(token);
    }
    return sampler.sample(logits);
  }
}
