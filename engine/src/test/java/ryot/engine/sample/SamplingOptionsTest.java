package ryot.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SamplingOptionsTest {

  private static final SamplingOptions DEFAULTS = SamplingOptions.defaults();

  @Test
  void eachWitherChangesItsOwnOptionOnly() {
    assertThat(
            DEFAULTS
                .withTemperature(1.5f)
                .withTopK(1)
                .withTopP(0.2f)
                .withMinP(0.3f)
                .withRepetitionPenalty(1.4f)
                .withRepetitionWindow(5)
                .withPresencePenalty(0.6f)
                .withFrequencyPenalty(0.7f)
                .withSeed(8))
        .isEqualTo(new SamplingOptions(1.5f, 1, 0.2f, 0.3f, 1.4f, 5, 0.6f, 0.7f, 8));
  }

  @Test
  void whatIsOutOfRangeIsRefusedByNameRangeAndValue() {
    refused(
        () -> DEFAULTS.withTemperature(-0.1f), "temperature must be from 0.0 to 100.0, is -0.1");
    refused(() -> DEFAULTS.withTemperature(Float.NaN), "temperature must be from 0.0 to 100.0");
    refused(() -> DEFAULTS.withTopK(-1), "topK must be 0 (keep all) or more, is -1");
    refused(() -> DEFAULTS.withTopP(1.1f), "topP must be from 0.0 to 1.0, is 1.1");
    refused(() -> DEFAULTS.withTopP(-1), "topP");
    refused(() -> DEFAULTS.withMinP(2), "minP must be from 0.0 to 1.0, is 2.0");
    refused(
        () -> DEFAULTS.withRepetitionPenalty(0), "repetitionPenalty must be from 0.01 to 100.0");
    refused(() -> DEFAULTS.withRepetitionWindow(-1), "repetitionWindow must be 0 (off) to 1048576");
    refused(() -> DEFAULTS.withRepetitionWindow(1 << 21), "is 2097152");
    refused(() -> DEFAULTS.withPresencePenalty(Float.POSITIVE_INFINITY), "presencePenalty");
    refused(() -> DEFAULTS.withFrequencyPenalty(-101), "frequencyPenalty");
  }

  @Test
  void theEndsOfTheRangesAreAllowed() {
    assertThat(new SamplingOptions(100, Integer.MAX_VALUE, 0, 1, 0.01f, 1 << 20, -100, 100, -1))
        .isNotNull();
  }

  private static void refused(Supplier<SamplingOptions> options, String message) {
    assertThatThrownBy(options::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
