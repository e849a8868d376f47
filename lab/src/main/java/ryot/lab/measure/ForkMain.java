package ryot.lab.measure;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import ryot.lab.plan.DayPlan;
import ryot.lab.workload.CodingSystem;
import ryot.lab.workload.EngineSystem;
import ryot.lab.workload.Measurable;
import ryot.lab.workload.VaultSystem;

/**
 * Entry point of a fork. Reads its job from standard input and speaks frames on standard output;
 * whatever else prints goes to standard error. The input stays open as long as the parent lives:
 * its end ends the fork, whatever it is doing.
 */
public final class ForkMain {

  /** Exit code of a fork whose parent is gone. */
  static final int ORPHANED = 3;

  private ForkMain() {}

  /** Does one job on our own engine, codecs or vault. */
  public static void main(String[] arguments) throws IOException {
    serve(ForkMain::open, System::nanoTime);
  }

  /** What the job's experiment is about. */
  private static Measurable open(ForkJob job) throws IOException {
    return switch (job.experiment().component()) {
      case DayPlan.SIGMALANG -> CodingSystem.open(job.experiment().name());
      case DayPlan.SIGMAVAULT ->
          VaultSystem.open(job.experiment(), job.seed(), Path.of(job.system().scratch()));
      default -> EngineSystem.open(job.system());
    };
  }

  /** Does one job on the system that {@code opener} opens; ends with the parent's pipe. */
  static void serve(ForkChild.SystemOpener opener, LongSupplier clockNanos) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Optional<ForkJob> job = ForkChannel.read(System.in, ForkJob.class);
    if (job.isEmpty()) {
      Runtime.getRuntime().halt(ORPHANED);
      return;
    }
    AtomicBoolean finished = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .daemon()
            .name("lab-parent-watch")
            .start(
                () -> {
                  waitForEnd();
                  Runtime.getRuntime().halt(finished.get() ? 0 : ORPHANED);
                });
    new ForkChild(opener, clockNanos, out).run(job.get(), () -> finished.set(true));
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitForEnd() {
    try {
      while (System.in.read() >= 0) {
        // The parent says nothing more; only the end of the stream matters.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
  }
}
