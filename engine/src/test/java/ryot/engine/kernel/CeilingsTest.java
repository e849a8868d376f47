package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CeilingsTest {

  static List<Ceilings> all() {
    return Ceilings.all();
  }

  @Test
  void theVectorApiHasLoops() {
    assertThat(all()).extracting(Ceilings::description).anyMatch(d -> d.contains("Vector API"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void operationsGrowWithTheRounds(Ceilings ceilings) {
    long floats = ceilings.multiplyFloats(3);
    long bytes = ceilings.multiplyBytes(3);
    assertThat(floats).isPositive();
    assertThat(bytes).isPositive();
    assertThat(ceilings.multiplyFloats(12)).isEqualTo(4 * floats);
    assertThat(ceilings.multiplyBytes(12)).isEqualTo(4 * bytes);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anyWholeNumberOfUnitsIsRead(Ceilings ceilings) {
    try (Arena arena = Arena.ofConfined()) {
      ceilings.read(ceilings.allocate(Ceilings.READ_UNIT, arena));
      ceilings.read(ceilings.allocate(3 * Ceilings.READ_UNIT, arena));
      assertThat(ceilings.allocate(100, arena).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }
}
