package ryot.recall;

/**
 * What is known of a block without reading it.
 *
 * @param bytes its size
 * @param depth its place in its text, from 0
 * @param computeNanos what computing it took; 0 if that is unknown
 */
record BlockInfo(long bytes, int depth, long computeNanos) {

  private static final long GUESSED_NANOS_PER_BYTE = 100; // 10 MB/s: a small model on two cores

  /** What forgetting it costs for each byte that it frees. */
  double worth() {
    long nanos = computeNanos > 0 ? computeNanos : bytes * GUESSED_NANOS_PER_BYTE;
    return (double) nanos / bytes;
  }
}
