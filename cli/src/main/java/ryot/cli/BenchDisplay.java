package ryot.cli;

import ryot.lab.bench.BenchCase;
import ryot.lab.bench.BenchProgress;
import ryot.lab.bench.BenchResult;

/** Shows how a bench goes: a live line on a terminal, and a line that stays for each test. */
final class BenchDisplay implements BenchProgress, AutoCloseable {

  private final StatusLine status;

  BenchDisplay(Terminal terminal) {
    this.status = new StatusLine(terminal);
  }

  @Override
  public void preparing(String what) {
    if (status.live()) {
      status.draw(what + " ...");
    } else {
      status.milestone(what + " ...");
    }
  }

  @Override
  public void ran(BenchCase test, int index, int count, int run, int runs, double tokensPerSecond) {
    status.draw(
        "[%d/%d] %s  %s %s  %s tok/s"
            .formatted(
                index,
                count,
                name(test),
                Bar.of((double) run / runs),
                run == 0 ? "warm-up" : run + "/" + runs,
                Figures.rate(tokensPerSecond)));
  }

  @Override
  public void finished(BenchResult result) {
    status.milestone(
        "%s: %s tok/s".formatted(name(result.test()), Figures.rate(result.speed().mean())));
  }

  @Override
  public void close() {
    status.close();
  }

  private static String name(BenchCase test) {
    return "%s, %s%s"
        .formatted(
            test.label(),
            test.threads() == 1 ? "1 thread" : test.threads() + " threads",
            test.sequences() == 1 ? "" : ", " + test.sequences() + " sequences");
  }
}
