package ryot.lab.workload;

/** What is repeated and timed. One thread, closed loop. */
@FunctionalInterface
public interface Workload {

  /**
   * One iteration over input not used just before, which is made before its clock starts.
   *
   * @param promptTokens size of the input: tokens of a prompt, messages of a batch
   * @param generatedTokens tokens to generate; bytes of the batch
   */
  Iteration iterate(int promptTokens, int generatedTokens) throws InterruptedException;

  /**
   * Makes inputs of that size for {@code iterations} ahead, where making them is work that would
   * disturb what is timed. More iterations than that are still possible.
   */
  default void makeAhead(int promptTokens, int iterations) {}
}
