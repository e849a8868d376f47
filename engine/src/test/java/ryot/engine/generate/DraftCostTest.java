package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DraftCostTest {

  /** Steps whose drafted tokens take {@code perToken} of a plain step each. */
  private static void observe(DraftCost cost, int steps, double perToken) {
    for (int i = 0; i < steps; i++) {
      int drafted = i % 4;
      cost.observe(drafted, (long) (1_000_000 * (1 + perToken * drafted)));
    }
  }

  @Test
  void itApproachesWhatDraftedTokensTake() {
    DraftCost cost = DraftCost.measured();
    observe(cost, 100, 0.1);
    assertThat(cost.perToken()).isCloseTo(0.1f, within(0.01f));
    observe(cost, 100, 0.6);
    assertThat(cost.perToken()).isCloseTo(0.6f, within(0.01f));
  }

  @Test
  void aStepThatWasInterruptedCountsLittle() {
    DraftCost cost = DraftCost.measured();
    observe(cost, 100, 0.1);
    cost.observe(0, 10_000_000_000L);
    cost.observe(4, 10_000_000_000L);
    assertThat(cost.perToken()).isLessThan(0.5f);
  }

  @Test
  void draftsBeforeAnyPlainStepTellNothing() {
    DraftCost cost = DraftCost.measured();
    float before = cost.perToken();
    cost.observe(4, 1_000_000);
    assertThat(cost.perToken()).isEqualTo(before);
  }

  @Test
  void whatIsTooDearIsTriedAgainNowAndThen() {
    DraftCost cost = DraftCost.measured();
    observe(cost, 100, 0.2);
    assertThat(cost.acceptable()).isTrue();
    observe(cost, 200, 1);
    int accepted = 0;
    for (int i = 0; i < 10_000; i++) {
      accepted += cost.acceptable() ? 1 : 0;
    }
    assertThat(accepted).isBetween(9, 10);
    observe(cost, 200, 0.2);
    assertThat(cost.acceptable()).isTrue();
  }

  @Test
  void aFixedCostIsNotMeasured() {
    DraftCost cost = DraftCost.of(0.2f);
    observe(cost, 100, 1);
    assertThat(cost.perToken()).isEqualTo(0.2f);
  }
}
