package ryot.lab.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Watches the JVM it runs in: CPU time, collections, allocation, heap in use, and how late a
 * sleeping thread wakes up. One cheap daemon thread that wakes every 10 ms.
 */
final class SelfWatch {

  private static final long TICK_NANOS = 10_000_000;
  private static final int HEAP_EVERY_TICKS = 10;

  private final OwnAllocation own;
  private final Histogram lag = new Histogram(3);
  private volatile boolean running;
  private long heapPeakBytes;
  private double heapSumBytes;
  private long heapReadings;
  private Counters begin;
  private Counters end;

  /** Watches; what {@code own} counts is not the watched system's. */
  SelfWatch(OwnAllocation own) {
    this.own = own;
    this.begin = Counters.now(own);
    this.end = begin;
  }

  /** Counters of the process that only rise. */
  record Counters(long wallNanos, long cpuNanos, long gcCount, long gcMillis, long allocatedBytes) {

    static Counters now(OwnAllocation own) {
      long count = 0;
      long millis = 0;
      for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
        count += Math.max(0, gc.getCollectionCount());
        millis += Math.max(0, gc.getCollectionTime());
      }
      var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      return new Counters(
          System.nanoTime(),
          os.getProcessCpuTime(),
          count,
          millis,
          threads.getTotalThreadAllocatedBytes() - own.bytes());
    }
  }

  /** Begins; what came before does not count. */
  void begin() {
    begin = Counters.now(own);
    running = true;
    Thread.ofPlatform().daemon().name("lab-self-watch").start(this::watch);
  }

  /** Ends. */
  void end() {
    running = false;
    end = Counters.now(own);
  }

  /** What was used between the two, for {@code tokens} generated. */
  synchronized ForkMessage.SelfUsage usage(long tokens) {
    return new ForkMessage.SelfUsage(
        (end.cpuNanos() - begin.cpuNanos()) / 1e9,
        (end.wallNanos() - begin.wallNanos()) / 1e9,
        Runtime.getRuntime().availableProcessors(),
        heapPeakBytes,
        heapReadings == 0 ? 0 : Math.round(heapSumBytes / heapReadings),
        heapAfterCollection(),
        end.gcCount() - begin.gcCount(),
        end.gcMillis() - begin.gcMillis(),
        end.allocatedBytes() - begin.allocatedBytes(),
        tokens,
        lag.getValueAtPercentile(99) / 1e6);
  }

  /** Heap in use after a full collection, in bytes. */
  static long heapAfterCollection() {
    System.gc();
    return heapBytes();
  }

  private static long heapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void watch() {
    for (long tick = 0; running; tick++) {
      long before = System.nanoTime();
      LockSupport.parkNanos(TICK_NANOS);
      long late = Math.max(0, System.nanoTime() - before - TICK_NANOS);
      synchronized (this) {
        lag.recordValue(late);
        if (tick % HEAP_EVERY_TICKS == 0) {
          long used = heapBytes();
          heapPeakBytes = Math.max(heapPeakBytes, used);
          heapSumBytes += used;
          heapReadings++;
        }
      }
    }
  }
}
