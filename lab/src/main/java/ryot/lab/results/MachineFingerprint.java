package ryot.lab.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the JVM that measured.
 *
 * @param cores that the JVM may use
 * @param simd of the flags that matter here, those that the CPU has
 * @param virtualization such as {@code hypervisor}, or null
 * @param governor CPU frequency governor, or null
 * @param jvmFlags of the measured JVM
 */
public record MachineFingerprint(
    String cpu,
    int cores,
    List<String> simd,
    double memoryGb,
    String os,
    @Nullable String virtualization,
    @Nullable String governor,
    @Nullable String cpuLimit,
    String java,
    String jvm,
    List<String> jvmFlags) {

  public MachineFingerprint {
    simd = List.copyOf(simd);
    jvmFlags = List.copyOf(jvmFlags);
  }
}
