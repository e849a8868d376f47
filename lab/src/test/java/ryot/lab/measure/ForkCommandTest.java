package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForkCommandTest {

  @Test
  void aForkComputesAsItsParentDoes() {
    List<String> how =
        List.of(
            "-Xmx2g",
            "-XX:+UseSerialGC",
            "-XX:UseAVX=2",
            "-Dryot.machine.level=avx2",
            "-Dryot.kernels=vector",
            "-Dryot.vector.bits=128");
    assertThat(ForkCommand.inherited(how)).isEqualTo(how);
  }

  @Test
  void whatConcernsTheParentAloneIsNotHandedOn() {
    List<String> own =
        List.of("-Xlog:gc", "-XX:SharedArchiveFile=ryot.jsa", "-Dryot.tty=oe", "-javaagent:a.jar");
    assertThat(ForkCommand.inherited(own)).isEmpty();
  }
}
