package ryot.cli;

import java.util.Arrays;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent;
import ryot.engine.generate.GenerationUsage;
import ryot.engine.generate.StopReason;

/** Writes an answer to standard output as it comes. */
final class AnswerStream {

  /**
   * What came.
   *
   * @param tokens all that were generated
   * @param reason why it ended
   * @param usage what it cost
   * @param firstTokenSeconds from submission until the first token was here
   */
  record Answer(int[] tokens, StopReason reason, GenerationUsage usage, double firstTokenSeconds) {

    /** {@code 57 tokens at 123.4 tok/s, the first after 35 ms} */
    String speed() {
      String rate =
          usage.decodeTokensPerSecond().isPresent()
              ? " at " + Figures.rate(usage.decodeTokensPerSecond().getAsDouble()) + " tok/s"
              : "";
      return "%s token%s%s, the first after %s"
          .formatted(
              Figures.count(usage.generatedTokens()),
              usage.generatedTokens() == 1 ? "" : "s",
              rate,
              Figures.duration(firstTokenSeconds));
    }

    /** {@code , 999 of them from the vault in 21 ms}; empty if none were. */
    String restored() {
      return usage.restoredTokens() == 0
          ? ""
          : ", %s of them from the vault in %s"
              .formatted(
                  Figures.count(usage.restoredTokens()),
                  Figures.duration(usage.restoreNanos() / 1e9));
    }

    /** Why there is no more of it, where the model would have gone on; else empty. */
    String ending() {
      return switch (reason) {
        case END_OF_TEXT, STOP_STRING, STOP_TOKEN -> "";
        case MAX_TOKENS -> "; cut off by --max-tokens";
        case CONTEXT_FULL -> "; cut off: the context is full";
        case CANCELLED -> "; stopped";
      };
    }
  }

  private final Terminal terminal;

  AnswerStream(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Writes all of {@code generation}, and a line end where it has none. If nobody reads any more (a
   * closed pipe), the generation is cancelled.
   *
   * @param submittedNanos when it was submitted, on {@link System#nanoTime}'s clock
   */
  Answer write(Generation generation, long submittedNanos) throws InterruptedException {
    int[] tokens = new int[256];
    int count = 0;
    double firstTokenSeconds = 0;
    boolean open = false;
    while (true) {
      switch (generation.next()) {
        case GenerationEvent.TextDelta delta -> {
          if (count == 0) {
            firstTokenSeconds = (System.nanoTime() - submittedNanos) / 1e9;
          }
          tokens = count == tokens.length ? Arrays.copyOf(tokens, 2 * count) : tokens;
          tokens[count++] = delta.token();
          if (!delta.text().isEmpty()) {
            terminal.out().print(delta.text());
            open = !delta.text().endsWith("\n");
            if (terminal.out().checkError()) {
              generation.cancel();
            }
          }
        }
        case GenerationEvent.Finished finished -> {
          if (open) {
            terminal.out().println();
          }
          terminal.out().flush();
          return new Answer(
              Arrays.copyOf(tokens, count), finished.reason(), finished.usage(), firstTokenSeconds);
        }
      }
    }
  }
}
