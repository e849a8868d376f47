package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lab.results.EnvironmentReading;
import ryot.lab.results.Finding;

class ProcFilesTest {

  @TempDir Path proc;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectories(proc.resolve("77"));
    Files.createDirectories(proc.resolve("pressure"));
    Files.writeString(
        proc.resolve("77/status"), "Name:\tjava\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n");
    Files.writeString(
        proc.resolve("77/stat"),
        "77 (a (odd) name) S 1 77 77 0 -1 4194560 1 0 0 0 300 200 0 0 20 0 9 0 1 1 1\n");
    Files.writeString(proc.resolve("stat"), "cpu  100 0 50 800 20 0 10 20 0 0\ncpu0 1 1\n");
    Files.writeString(
        proc.resolve("pressure/cpu"), "some avg10=4.68 avg60=2.82 avg300=6.23 total=1000000\n");
  }

  @Test
  void theFieldsAreWhereTheKernelPutsThem() {
    ProcFiles files = new ProcFiles(proc);
    assertThat(files.statusBytes(77, "VmHWM")).hasValue(209_715_200);
    assertThat(files.statusBytes(77, "VmRSS")).hasValue(104_857_600);
    assertThat(files.statusBytes(77, "VmNone")).isEmpty();
    assertThat(files.statusBytes(78, "VmRSS")).isEmpty();
    assertThat(files.cpuTicks()).isEqualTo(new ProcFiles.CpuTicks(160, 20, 1000));
    assertThat(files.cpuSeconds(77)).hasValue(5);
    assertThat(files.pressureMicros("cpu")).hasValue(1_000_000);
    assertThat(files.pressureMicros("io")).isEmpty();
  }

  @Test
  void whatOthersUsedIsBusyTimeWithoutOurOwn() throws IOException {
    ProcFiles files = new ProcFiles(proc);
    SystemSnapshot before = SystemSnapshot.take(files, List.of(77L));
    // 200 more ticks: 100 busy (of which 60 ours), 10 stolen, 90 idle.
    Files.writeString(proc.resolve("stat"), "cpu  180 0 60 890 20 0 20 30 0 0\n");
    Files.writeString(
        proc.resolve("77/stat"),
        "77 (a (odd) name) S 1 77 77 0 -1 4194560 1 0 0 0 350 210 0 0 20 0 9 0 1 1 1\n");
    EnvironmentReading reading = SystemSnapshot.take(files, List.of(77L)).since(before);
    assertThat(reading.otherCpuPct()).isCloseTo(20.0, within(1e-9));
    assertThat(reading.stealPct()).isCloseTo(5.0, within(1e-9));
    assertThat(reading.ioPressurePct()).isNull();
    assertThat(EnvironmentGuard.judge(reading, "before"))
        .extracting(Finding::severity)
        .containsExactly(Finding.Severity.NOISY, Finding.Severity.NOISY);
  }

  @Test
  void aQuietOrUnknownMachineIsNotBlamed() {
    assertThat(EnvironmentGuard.judge(EnvironmentReading.UNKNOWN, "before")).isEmpty();
    assertThat(EnvironmentGuard.judge(new EnvironmentReading(1.9, 9.9, 1.9, 90.0, 19.0, 4.0), "x"))
        .isEmpty();
  }
}
