package ryot.lab.workload;

import java.util.HashSet;
import java.util.Set;

/**
 * Remembers prompts by a 64-bit hash, so that a long run keeps little: two different prompts of the
 * same hash only mean that the second is not used.
 */
final class GivenPrompts {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Set<Long> hashes = new HashSet<>();

  /** Whether {@code prompt} was not given before; it is from now on. */
  boolean add(int[] prompt) {
    long hash = FNV_OFFSET;
    for (int token : prompt) {
      hash = (hash ^ token) * FNV_PRIME;
    }
    return hashes.add(hash);
  }

  int size() {
    return hashes.size();
  }
}
