package ryot.engine.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
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

  /** Null as long as there is none, and once it is taken; guarded by this. */
  private @Nullable KvPrefix answer;

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

  /**
   * Answers.
   *
   * @param prefix complete; becomes this one's. Null if nothing is known
   */
  synchronized void answer(@Nullable KvPrefix prefix) {
    if (!settled) {
      answer = prefix;
    } else if (prefix != null) {
      prefix.close();
    }
    answered = true;
  }

  boolean settled() {
    return settled;
  }

  /** The answer, which is the caller's to close; null if there is none, or none any more. */
  synchronized @Nullable KvPrefix settle() {
    settled = true;
    KvPrefix taken = answer;
    answer = null;
    return taken;
  }

  /** Nobody wants the answer. */
  void drop() {
    KvPrefix dropped = settle();
    if (dropped != null) {
      dropped.close();
    }
  }
}
