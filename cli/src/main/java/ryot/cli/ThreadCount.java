package ryot.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads compute: {@code --threads}. */
final class ThreadCount {

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that a model is computed by (default: one for each processor).")
  private @Nullable Integer threads;

  /** Threads to compute with. */
  int orProcessors() {
    int asked = asked();
    return asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
  }

  /** What was asked for, or 0 if nothing was. */
  int asked() {
    if (threads == null) {
      return 0;
    }
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be 1 or more, is " + threads);
    }
    return threads;
  }
}
