package ryot.lab.profile;

import java.io.IOException;
import java.nio.file.Path;
import one.profiler.AsyncProfiler;

/** async-profiler, loaded from its jar, sampling CPU timers of this JVM into a recording. */
final class AsyncSampler {

  private final AsyncProfiler profiler;

  private AsyncSampler(AsyncProfiler profiler) {
    this.profiler = profiler;
  }

  /**
   * Starts sampling into {@code recording}.
   *
   * @throws IOException if this platform has no such profiler or refuses it
   */
  static AsyncSampler start(Path recording, String event) throws IOException {
    try {
      AsyncProfiler profiler = AsyncProfiler.getInstance();
      profiler.execute("start,jfr,event=" + event + ",interval=9ms,file=" + recording);
      return new AsyncSampler(profiler);
    } catch (IllegalStateException | IllegalArgumentException | UnsatisfiedLinkError e) {
      throw new IOException("async-profiler cannot sample here: " + e.getMessage(), e);
    }
  }

  void stop() throws IOException {
    profiler.execute("stop");
  }
}
