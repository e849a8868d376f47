package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForkCommandTest {

  @Test
  void aForkCollectsAsItsParentDoes() {
    List<String> arguments = List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:UseAVX=2", "-Dx=UseGC");
    assertThat(ForkCommand.collector(arguments)).containsExactly("-XX:+UseSerialGC");
  }
}
