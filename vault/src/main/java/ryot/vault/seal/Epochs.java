package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of the epochs, which the root key seals.
 *
 * <pre>
 *   revision u64, one more at each writing | count u32
 *   epochs, rising: number u32 | key, 32 random bytes
 * </pre>
 *
 * <p>The current epoch is the last. Numbers begin at 1 and are never used again, since the current
 * epoch cannot be dropped.
 *
 * @param revision how often the file was written
 * @param keys by number, never empty; owned by whoever owns this
 */
record Epochs(long revision, SortedMap<Integer, SecretKey> keys) {
  /** The epochs of a vault at most. */
  static final int COUNT_MAX = 1_024;

  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
  private static final int EPOCH_BYTES = Integer.BYTES + SecretKey.BYTES;

  static final int BYTES_MIN = HEAD_BYTES + EPOCH_BYTES;
  static final int BYTES_MAX = HEAD_BYTES + COUNT_MAX * EPOCH_BYTES;

  int current() {
    return keys.lastKey();
  }

  /** Its bytes in clear, which the caller zeroes. */
  byte[] encode() {
    ByteBuffer target = ByteBuffer.allocate(HEAD_BYTES + keys.size() * EPOCH_BYTES);
    target.putLong(revision).putInt(keys.size());
    keys.forEach(
        (number, key) -> {
          byte[] copy = key.copy();
          target.putInt(number).put(copy);
          Arrays.fill(copy, (byte) 0);
        });
    return target.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if that is none
   */
  static Epochs decode(byte[] bytes) {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    if (bytes.length < BYTES_MIN) {
      throw new IllegalArgumentException(bytes.length + " bytes hold no epoch");
    }
    long revision = source.getLong();
    int count = source.getInt();
    if (count < 1 || count > COUNT_MAX || source.remaining() != count * EPOCH_BYTES) {
      throw new IllegalArgumentException(
          "%d epochs are said to be in %d bytes".formatted(count, source.remaining()));
    }
    SortedMap<Integer, SecretKey> keys = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int number = source.getInt();
      if (number < 1 || (!keys.isEmpty() && number <= keys.lastKey())) {
        throw new IllegalArgumentException("epoch %d is out of order".formatted(number));
      }
      byte[] key = new byte[SecretKey.BYTES];
      source.get(key);
      keys.put(number, SecretKey.taking(key));
    }
    return new Epochs(revision, keys);
  }
}
