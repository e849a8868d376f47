package ryot.lab.workload;

/** The reader's end of one answer. */
public interface TokenStream extends AutoCloseable {

  /** Waits for the next token; false when there are no more. */
  boolean next() throws InterruptedException;

  /** Ends the answer and gives its sequence back. */
  @Override
  void close();
}
