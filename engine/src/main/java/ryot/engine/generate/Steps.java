package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.model.Batch;

/**
 * Computes steps and hands each request its result. A step that fails is repeated request by
 * request, so that only those fail that fail by themselves. Engine thread only.
 */
final class Steps {

  /**
   * How long the next step waits at most until readers have taken their first tokens: until the
   * workers park, which spin for some 50 to 100 microseconds.
   */
  private static final long HAND_OVER_NANOS = 300_000;

  private final SteppedModel model;
  private final DraftCost draftCost;
  private final Batch batch = new Batch();
  private final List<Run> joined = new ArrayList<>();

  Steps(SteppedModel model, DraftCost draftCost) {
    this.model = model;
    this.draftCost = draftCost;
  }

  /** Computes what {@code runs} have been allotted. */
  void compute(List<Run> runs) {
    batch.clear();
    joined.clear();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.allotted() > 0 && !run.ended()) {
        run.join(batch);
        joined.add(run);
      }
    }
    if (joined.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    try {
      model.step(batch);
    } catch (Throwable cause) { // whose fault it is shows when each is alone
      computeAlone(cause);
      return;
    }
    long nanos = System.nanoTime() - start;
    Run first = joined.getFirst();
    if (joined.size() == 1 && first.pending() == 1) {
      draftCost.observe(first.drafted(), nanos);
    }
    for (int i = 0; i < joined.size(); i++) {
      settle(joined.get(i), batch.slice(i).outputRow(), nanos);
    }
    letFirstTokensBeTaken();
  }

  /**
   * A reader that wakes up while every core computes gets one only when the system takes it from
   * somebody, which is some milliseconds later. The first token is what it waits for, so it gets
   * the cores for a moment.
   */
  @SuppressWarnings("ThreadPriorityCheck") // yielding is what gives the reader a core
  private void letFirstTokensBeTaken() {
    long start = System.nanoTime();
    for (int i = 0; i < joined.size(); i++) {
      while (joined.get(i).firstTokenWaits() && System.nanoTime() - start < HAND_OVER_NANOS) {
        Thread.yield();
      }
    }
  }

  private void computeAlone(Throwable cause) {
    if (joined.size() == 1) {
      joined.getFirst().fail(cause);
      return;
    }
    for (Run run : joined) {
      batch.clear();
      run.join(batch);
      long start = System.nanoTime();
      try {
        model.step(batch);
      } catch (Throwable own) { // the root of a request: its reader gets it, the engine goes on
        run.fail(own);
        continue;
      }
      settle(run, 0, System.nanoTime() - start);
    }
  }

  private void settle(Run run, int outputRow, long nanos) {
    try {
      run.settle(model, outputRow, nanos);
    } catch (Throwable cause) { // as above
      run.fail(cause);
    }
  }
}
