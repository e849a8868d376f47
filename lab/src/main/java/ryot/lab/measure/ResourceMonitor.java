package ryot.lab.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import ryot.lab.results.EnvironmentReading;

/**
 * Watches a fork from outside, so that watching costs the fork nothing: its resident set five times
 * a second, and what else the machine does while it measures.
 */
public final class ResourceMonitor implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;
  private static final long SLOW_PERIOD_MILLIS = 1_000;

  private final ProcFiles proc;
  private final long pid;
  private final boolean hasStatus;
  private final Thread thread;
  private volatile boolean closed;
  private boolean measuring;
  private long peakBytes;
  private double sumBytes;
  private long readings;
  private @Nullable SystemSnapshot begin;
  private EnvironmentReading during = EnvironmentReading.UNKNOWN;

  private ResourceMonitor(ProcFiles proc, long pid) {
    this.proc = proc;
    this.pid = pid;
    this.hasStatus = proc.statusBytes(pid, "VmRSS").isPresent();
    this.thread = Thread.ofPlatform().daemon().name("lab-resource-monitor").unstarted(this::watch);
  }

  /** Watches the process {@code pid} until closed. */
  public static ResourceMonitor start(long pid) {
    ResourceMonitor monitor = new ResourceMonitor(ProcFiles.SYSTEM, pid);
    monitor.thread.start();
    return monitor;
  }

  /** The fork begins to measure, or has ended. */
  public synchronized void measuring(boolean begins) {
    List<Long> own = List.of(pid, ProcessHandle.current().pid());
    SystemSnapshot now = SystemSnapshot.take(proc, own);
    if (begins) {
      begin = now;
    } else if (begin != null) {
      during = now.since(begin);
    }
    measuring = begins;
  }

  /** What else went on while measuring. */
  public synchronized EnvironmentReading during() {
    return during;
  }

  /** Highest resident set of the fork's whole life so far, in bytes; ask while it lives. */
  public synchronized OptionalLong peakBytes() {
    OptionalLong highWater = proc.statusBytes(pid, "VmHWM");
    long peak = Math.max(highWater.orElse(0), peakBytes);
    return peak > 0 ? OptionalLong.of(peak) : OptionalLong.empty();
  }

  /** Mean resident set while measuring, in bytes. */
  public synchronized OptionalLong meanBytes() {
    return readings == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(sumBytes / readings));
  }

  /** Where the readings come from. */
  public String source() {
    return hasStatus ? "VmHWM and VmRSS of /proc/PID/status" : "ps -o rss, once a second";
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    while (!closed) {
      OptionalLong resident = hasStatus ? proc.statusBytes(pid, "VmRSS") : residentByPs();
      if (resident.isPresent()) {
        add(resident.getAsLong());
      }
      try {
        Thread.sleep(hasStatus ? PERIOD_MILLIS : SLOW_PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void add(long bytes) {
    peakBytes = Math.max(peakBytes, bytes);
    if (measuring) {
      sumBytes += bytes;
      readings++;
    }
  }

  private OptionalLong residentByPs() {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      String text =
          new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text) * 1024);
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
