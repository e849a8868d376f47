package ryot.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RopeTest {

  private static ModelConfig config(Architecture architecture, int dimensions, float scale) {
    return new ModelConfig(
        architecture, 16, 8, 4, 1, 1, 1, 4, 8, 0.5f, 1e-5f, dimensions, 100f, scale);
  }

  private static float[] rotated(Rope rope, int position) {
    float[] table = new float[rope.tableSize()];
    rope.fillTable(position, table, 0);
    float[] head = {1, 0, 0, 1};
    rope.rotate(head, 0, 1, table, 0);
    return head;
  }

  @Test
  void positionZeroChangesNothing() {
    Rope rope = new Rope(config(Architecture.LLAMA, 4, 1), Optional.empty());
    assertThat(rotated(rope, 0)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void llamaTurnsAdjacentDimensions() {
    Rope rope = new Rope(config(Architecture.LLAMA, 4, 1), Optional.empty());
    float[] head = rotated(rope, 3);
    // Frequencies 1 and 100^(-1/2) = 0.1: the first pair turns by 3, the second by 0.3.
    assertThat(head[0]).isCloseTo((float) Math.cos(3), within(1e-6f));
    assertThat(head[1]).isCloseTo((float) Math.sin(3), within(1e-6f));
    assertThat(head[2]).isCloseTo((float) -Math.sin(0.3), within(1e-6f));
    assertThat(head[3]).isCloseTo((float) Math.cos(0.3), within(1e-6f));
  }

  @Test
  void qwenTurnsDimensionsHalfAHeadApart() {
    Rope rope = new Rope(config(Architecture.QWEN2, 4, 1), Optional.empty());
    float[] head = rotated(rope, 3);
    assertThat(head[0]).isCloseTo((float) Math.cos(3), within(1e-6f));
    assertThat(head[2]).isCloseTo((float) Math.sin(3), within(1e-6f));
    assertThat(head[1]).isCloseTo((float) -Math.sin(0.3), within(1e-6f));
    assertThat(head[3]).isCloseTo((float) Math.cos(0.3), within(1e-6f));
  }

  @Test
  void dimensionsBeyondTheRotaryOnesStay() {
    Rope rope = new Rope(config(Architecture.LLAMA, 2, 1), Optional.empty());
    float[] head = rotated(rope, 5);
    assertThat(head[2]).isZero();
    assertThat(head[3]).isEqualTo(1);
  }

  @Test
  void linearScalingAndDivisorsSlowTheTurning() {
    float[] plain = rotated(new Rope(config(Architecture.LLAMA, 4, 1), Optional.empty()), 2);
    Rope scaled = new Rope(config(Architecture.LLAMA, 4, 0.25f), Optional.empty());
    assertThat(rotated(scaled, 8)).containsExactly(plain);
    Rope divided = new Rope(config(Architecture.LLAMA, 4, 1), Optional.of(new float[] {4, 4}));
    assertThat(rotated(divided, 8)).containsExactly(plain);
  }
}
