package ryot.lab.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.lab.measure.BuildRevision;
import ryot.lab.measure.MachineProbe;

/** Measures how fast a model runs, in this JVM. */
public final class BenchRunner {
  private static final long BANDWIDTH_NANOS = 300_000_000;

  private final BenchModel model;
  private final BenchPlan plan;
  private final BenchProgress progress;
  private final List<BenchResult> results = new ArrayList<>();
  private @Nullable BenchSubject subject;

  /** A run of {@code plan} on {@code model}. */
  public BenchRunner(BenchModel model, BenchPlan plan, BenchProgress progress) {
    this.model = model;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures all of it. The model is loaded anew for each number of threads.
   *
   * @throws NotEnoughMemoryException if weights that are to be made do not fit
   * @throws InterruptedException if the thread was interrupted; nothing is left behind
   */
  public BenchReport run() throws IOException, InterruptedException {
    for (int threads : plan.threads()) {
      double before = bandwidth(threads);
      progress.preparing("loading " + model.label());
      try (LoadedModel loaded = ModelLoader.load(model.open(), threads)) {
        subject = BenchSubject.of(model.label(), loaded.file(), loaded.kernelDescription());
        for (BenchCase test : plan.tests(threads)) {
          results.add(measure(loaded, subject, test));
          progress.finished(results.getLast());
        }
      }
      double bandwidth = Math.max(before, bandwidth(threads));
      results.replaceAll(
          result -> result.test().threads() == threads ? result.within(bandwidth) : result);
    }
    if (subject == null) {
      throw new IllegalStateException("a plan has a number of threads");
    }
    return new BenchReport(
        subject, plan.kvType(), MachineProbe.take().cpu(), BuildRevision.find(), results);
  }

  /**
   * Bytes a second that the memory gives; 0 where it does not matter or nothing tells. Measured
   * before and after, as anything else that runs meanwhile lowers it.
   */
  private double bandwidth(int threads) throws InterruptedException {
    List<Ceilings> loops = Ceilings.all();
    if (plan.generatedTokens().isEmpty() || loops.isEmpty()) {
      return 0;
    }
    progress.preparing("measuring the memory");
    try (WorkerTeam team = WorkerTeam.start(threads)) {
      return new CeilingProbe(loops.getFirst(), team, BANDWIDTH_NANOS).readBytesPerSecond();
    }
  }

  private BenchResult measure(LoadedModel loaded, BenchSubject of, BenchCase test)
      throws InterruptedException {
    TokenFeed feed = new TokenFeed(loaded.transformer(), test, plan.kvType());
    long warmUpStart = System.nanoTime();
    do {
      time(feed, test, 0);
    } while (System.nanoTime() - warmUpStart < plan.warmUpMillis() * 1_000_000);
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<Long> nanos = new ArrayList<>();
    for (int run = 1; run <= plan.repetitions(); run++) {
      nanos.add(time(feed, test, run));
    }
    double stepBytes = test.generates() ? of.stepBytes() + feed.cacheBytesPerStep() : 0;
    return new BenchResult(test, startedAt, nanos, stepBytes, OptionalDouble.empty());
  }

  private long time(TokenFeed feed, BenchCase test, int run) throws InterruptedException {
    feed.clear();
    long start = System.nanoTime();
    feed.run();
    long nanos = System.nanoTime() - start;
    progress.ran(
        test,
        results.size() + 1,
        plan.testCount(),
        run,
        plan.repetitions(),
        test.tokens() * 1e9 / nanos);
    return nanos;
  }
}
