package ryot.lab.bench;

/** Hears how a bench goes; called on the thread that measures, never while time is taken. */
public interface BenchProgress {

  /** Something else than a test goes on: {@code "loading"}. */
  void preparing(String what);

  /**
   * A run of a test has ended.
   *
   * @param index of the test among all, from 1
   * @param count of all tests
   * @param run number of the timed run, from 1; 0 for the warm-up
   * @param runs timed runs
   */
  void ran(BenchCase test, int index, int count, int run, int runs, double tokensPerSecond);

  /** A test has all its runs; what the memory gives is not known yet. */
  void finished(BenchResult result);
}
