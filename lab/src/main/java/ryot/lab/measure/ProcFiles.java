package ryot.lab.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Readings from Linux's proc file system; empty wherever a file or a line is not there.
 *
 * @param root {@code /proc} outside tests
 */
record ProcFiles(Path root) {

  /** This machine's. */
  static final ProcFiles SYSTEM = new ProcFiles(Path.of("/proc"));

  /** Hertz of the tick that {@code /proc/stat} counts in; USER_HZ is 100 on all of Linux. */
  static final double TICKS_PER_SECOND = 100;

  /** Processor ticks of all cores since the start of the machine. */
  record CpuTicks(long busy, long steal, long all) {}

  /** A line of {@code /proc/PID/status} in bytes, such as {@code VmRSS} or {@code VmHWM}. */
  OptionalLong statusBytes(long pid, String key) {
    for (String line : text(pid + "/status").split("\n")) {
      if (line.startsWith(key + ":")) {
        String[] words = line.substring(key.length() + 1).trim().split("\\s+");
        return OptionalLong.of(Long.parseLong(words[0]) * 1024);
      }
    }
    return OptionalLong.empty();
  }

  /** First line of {@code /proc/stat}; null where it is not there. */
  @org.jspecify.annotations.Nullable
  CpuTicks cpuTicks() {
    String line = text("stat").lines().findFirst().orElse("");
    if (!line.startsWith("cpu ")) {
      return null;
    }
    String[] words = line.trim().split("\\s+");
    long all = 0;
    for (int i = 1; i < Math.min(words.length, 9); i++) {
      all += Long.parseLong(words[i]);
    }
    long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
    long steal = words.length > 8 ? Long.parseLong(words[8]) : 0;
    return new CpuTicks(all - idle - steal, steal, all);
  }

  /**
   * Microseconds since the start of the machine in which some task waited for {@code resource}
   * ({@code cpu}, {@code io}, {@code memory}).
   */
  OptionalLong pressureMicros(String resource) {
    String line = text("pressure/" + resource).lines().findFirst().orElse("");
    int at = line.indexOf("total=");
    return at < 0
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(line.substring(at + "total=".length()).trim()));
  }

  /** User and system time of a process, all threads, in seconds. */
  OptionalDouble cpuSeconds(long pid) {
    String line = text(pid + "/stat");
    int name = line.lastIndexOf(')');
    if (name < 0) {
      return OptionalDouble.empty();
    }
    String[] words = line.substring(name + 1).trim().split("\\s+");
    return OptionalDouble.of(
        (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_PER_SECOND);
  }

  /** The value of the first line of a file of {@code key : value} lines; empty if there is none. */
  String value(String file, String key) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("");
  }

  private String text(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }
}
