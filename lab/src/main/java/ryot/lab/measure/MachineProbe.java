package ryot.lab.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.MachineFingerprint;

/** Takes the machine's fingerprint. */
public final class MachineProbe {

  private static final List<String> SIMD =
      List.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8",
          "asimd",
          "asimddp",
          "i8mm",
          "sve");

  private MachineProbe() {}

  /** This machine and JVM. */
  public static MachineFingerprint take() {
    ProcFiles proc = ProcFiles.SYSTEM;
    String flags = proc.value("cpuinfo", "flags") + " " + proc.value("cpuinfo", "Features");
    Set<String> has =
        Set.copyOf(Arrays.asList(flags.trim().split("\\s+")).stream().distinct().toList());
    var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new MachineFingerprint(
        cpu(proc),
        Runtime.getRuntime().availableProcessors(),
        SIMD.stream().filter(has::contains).toList(),
        os.getTotalMemorySize() / 1e9,
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        has.contains("hypervisor") ? "hypervisor" : null,
        firstLine(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
        firstLine(Path.of("/sys/fs/cgroup/cpu.max")),
        property("java.runtime.version") + " " + property("java.vendor"),
        property("java.vm.name") + " " + property("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static String cpu(ProcFiles proc) {
    String model = proc.value("cpuinfo", "model name");
    if (!model.isEmpty()) {
      return model;
    }
    String brand = output("sysctl", "-n", "machdep.cpu.brand_string");
    return brand.isEmpty() ? property("os.arch") : brand;
  }

  private static String property(String key) {
    return System.getProperty(key, "?");
  }

  private static @Nullable String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return null;
    }
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
