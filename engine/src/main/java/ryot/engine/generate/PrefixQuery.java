package ryot.engine.generate;

import java.util.Arrays;
import ryot.engine.cache.KvPrefix;

/**
 * A question to a store and its answer. The engine thread asks and takes, the reader's thread
 * answers.
 */
final class PrefixQuery {

  private static final long PATIENCE_NANOS = 250_000_000;

  /** Far more than loading a token's keys and values takes, and less than computing it mostly. */
  private static final long PATIENCE_NANOS_PER_TOKEN = 1_000_000;

  final int[] text;
  final int known;
  final long askedAt = System.nanoTime();
  private final long patienceNanos;
  private volatile KvPrefix answer = KvPrefix.NONE;
  private volatile boolean answered;

  /** Whether nobody waits for the answer, or for taking it over, any more. */
  private volatile boolean settled;

  PrefixQuery(int[] text, int length, int known) {
    this.text = Arrays.copyOf(text, length);
    this.known = known;
    this.patienceNanos = PATIENCE_NANOS + (length - known) * PATIENCE_NANOS_PER_TOKEN;
  }

  /** Nanoseconds until the answer is too late; negative if it is. */
  long nanosLeft() {
    return askedAt + patienceNanos - System.nanoTime();
  }

  boolean answered() {
    return answered;
  }

  void answer(KvPrefix prefix) {
    if (!settled) {
      answer = prefix;
    }
    answered = true;
  }

  boolean settled() {
    return settled;
  }

  /** The answer, {@link KvPrefix#NONE} if there is none yet; it is not kept any longer. */
  KvPrefix settle() {
    settled = true;
    KvPrefix taken = answer;
    answer = KvPrefix.NONE;
    return taken;
  }
}
