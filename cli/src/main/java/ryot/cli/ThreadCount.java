package ryot.cli;

import picocli.CommandLine.Option;

/** How many threads compute: {@code --threads}. */
final class ThreadCount {

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private int threads;

  /** Threads to compute with. */
  int orProcessors() {
    return asked() == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** What was asked for, or 0 if nothing was. */
  int asked() {
    if (threads < 0) {
      throw new IllegalArgumentException("--threads must be 1 or more, is " + threads);
    }
    return threads;
  }
}
