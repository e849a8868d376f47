package ryot.models;

import java.time.Duration;

/**
 * How patient a transfer is.
 *
 * @param connectTimeout for a connection to be made; short, so that the next source gets its turn
 * @param answerTimeout for the first line of an answer
 * @param stallTimeout without a single byte, after which a connection counts as lost
 * @param retries in a row that bring nothing new before a source is given up
 * @param firstDelay before the first retry; doubled before each further one
 * @param delayMax longest pause, also the longest that a server may ask for
 */
record TransferPolicy(
    Duration connectTimeout,
    Duration answerTimeout,
    Duration stallTimeout,
    int retries,
    Duration firstDelay,
    Duration delayMax) {

  static TransferPolicy defaults() {
    return new TransferPolicy(
        Duration.ofSeconds(3),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        5,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60));
  }

  /** The pause before a retry; the first retry has number 1. */
  Duration delay(int retry) {
    Duration delay = firstDelay.multipliedBy(1L << Math.min(retry - 1, 16));
    return delay.compareTo(delayMax) > 0 ? delayMax : delay;
  }
}
