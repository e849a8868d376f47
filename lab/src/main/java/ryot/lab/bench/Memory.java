package ryot.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory there is, and how much of it makes a buffer that no cache holds. */
final class Memory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path LAST_CACHE = Path.of("/sys/devices/system/cpu/cpu0/cache/index3/size");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s*(\\d+) kB");
  private static final Pattern KILOBYTES = Pattern.compile("(\\d+)K");

  private static final long BUFFER_MIN_BYTES = 512L << 20;
  private static final long LAST_CACHE_USUAL_BYTES = 32L << 20;
  private static final int CACHES_PER_THREAD = 4;

  private Memory() {}

  /**
   * Bytes that can be had without swapping: what Linux says is available, or what is free where it
   * does not; a container's limit bounds both.
   */
  static long availableBytes() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return kilobytes(MEMINFO, AVAILABLE)
        .map(available -> Math.min(available, system.getTotalMemorySize()))
        .orElseGet(system::getFreeMemorySize);
  }

  /** Size of a buffer for {@code threads}, far larger than the last cache of each. */
  static long beyondCaches(int threads) {
    long cache = kilobytes(LAST_CACHE, KILOBYTES).orElse(LAST_CACHE_USUAL_BYTES);
    long wanted = Math.max(BUFFER_MIN_BYTES, threads * CACHES_PER_THREAD * cache);
    return Math.min(wanted, availableBytes() / 4);
  }

  private static Optional<Long> kilobytes(Path file, Pattern pattern) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(file));
      return matcher.find()
          ? Optional.of(Long.parseLong(matcher.group(1)) << 10)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
