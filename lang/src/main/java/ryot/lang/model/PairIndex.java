package ryot.lang.model;

import java.util.Arrays;

/**
 * Finds the rank of a token in a context's list: what the encoder asks where the decoder looks up.
 * Immutable once built.
 *
 * <p>A hash table for each list, one after the other. A bucket holds up to eight tokens in two
 * longs, which are compared at once, and their ranks in a third. It never overflows: tables are as
 * large as that takes. So there is no branch to mispredict, the look-ups of many tokens go on at
 * the same time, and each of them waits for one line of the cache.
 */
final class PairIndex {

  private static final int SLOTS = 8;
  private static final int LONGS = 3;
  private static final int RANKS = 2;
  private static final int NO_TOKEN = 0xFFFF;
  private static final int SHIFT_BITS = 5;
  private static final long EACH = 0x0001_0001_0001_0001L;
  private static final long TOPS = 0x8000_8000_8000_8000L;

  /** Per record: the number of its first bucket, and 31 less the bits of how many it has. */
  private final int[] tables;

  private final long[] buckets;

  /** The index of all lists. */
  PairIndex(ContextLists lists) {
    tables = new int[lists.count()];
    int total = 0;
    int[] filled = new int[1 << 16];
    for (int record = 0; record < tables.length; record++) {
      int bits = bits(lists, record, filled);
      tables[record] = total << SHIFT_BITS | Integer.SIZE - 1 - bits;
      total += 1 << bits;
    }
    buckets = new long[total * LONGS];
    Arrays.fill(buckets, -1);
    for (int record = 0; record < tables.length; record++) {
      for (int rank = 0; rank < lists.size(record); rank++) {
        put(bucket(record, lists.token(record, rank)), lists.token(record, rank), rank);
      }
    }
  }

  /** Bits of the number of buckets with which none overflows. */
  private static int bits(ContextLists lists, int record, int[] filled) {
    int size = lists.size(record);
    int bits = 0;
    boolean fits;
    do {
      Arrays.fill(filled, 0, 1 << bits, 0);
      fits = size <= SLOTS << bits;
      for (int rank = 0; rank < size && fits; rank++) {
        int at = hash(lists.token(record, rank)) >>> (Integer.SIZE - 1 - bits);
        fits = ++filled[at] <= SLOTS;
      }
      bits++;
    } while (!fits);
    return bits - 1;
  }

  private void put(int bucket, int token, int rank) {
    for (int slot = 0; slot < SLOTS; slot++) {
      int at = bucket + slot / 4;
      int shift = slot % 4 * Character.SIZE;
      if ((buckets[at] >>> shift & NO_TOKEN) == NO_TOKEN) {
        buckets[at] ^= (long) (token ^ NO_TOKEN) << shift;
        buckets[bucket + RANKS] ^= (long) (rank ^ 0xFF) << (slot * Byte.SIZE);
        return;
      }
    }
    throw new IllegalStateException("a bucket overflows");
  }

  /** 31 bits. */
  private static int hash(int token) {
    return (token * 0x9E3779B1) >>> 1;
  }

  private int bucket(int record, int token) {
    int table = tables[record];
    return ((table >>> SHIFT_BITS) + (hash(token) >>> table)) * LONGS;
  }

  /** The rank of a token, or -1. */
  int rank(int record, int token) {
    int bucket = bucket(record, token);
    long all = token * EACH;
    long first = buckets[bucket] ^ all;
    long second = buckets[bucket + 1] ^ all;
    // The lowest bit that is set is of the token: first half of the slots at 0, second at 1 of 16.
    long found =
        (first - EACH & ~first & TOPS) >>> (Character.SIZE - 1)
            | (second - EACH & ~second & TOPS) >>> (Character.SIZE - 2);
    int bit = Long.numberOfTrailingZeros(found);
    int slot = bit >>> 4 | (bit & 1) << 2;
    int missing = (int) ((found - 1) >> 63) & ~(int) (found >> 63);
    return ((int) (buckets[bucket + RANKS] >>> (slot * Byte.SIZE)) & 0xFF) | missing;
  }
}
