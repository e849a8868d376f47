package ryot.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import ryot.vault.log.Change;
import ryot.vault.log.Entry;
import ryot.vault.log.Log;
import ryot.vault.log.LogOptions;
import ryot.vault.log.LogProgress;
import ryot.vault.log.LogStats;
import ryot.vault.log.RecordId;
import ryot.vault.log.VaultFullException;

/**
 * Keeps a vault's segments within a size, by removing what is cheapest to do without: units that
 * cost little to recompute for the bytes that they take, and that nobody has asked for in a while.
 * Pinned units stay.
 */
final class Budget {
  /** The share of a segment's bytes that must be wasted for it to be compacted. */
  static final double DEAD_SHARE = 0.25;

  /** What is live is kept so much below the budget that compaction can always reach it. */
  private static final double LIVE_SHARE = 0.7;

  /** Of a budget, what one segment may take. */
  private static final int SEGMENTS_MIN = 16;

  /** Units removed in one commit. */
  private static final int BATCH = 1_000;

  private final long bytes;
  private final Log log;
  private final Map<RecordId, Long> lastUseMillis = new ConcurrentHashMap<>();
  private final AtomicLong evicted = new AtomicLong();

  /**
   * @param bytes of all segments; 0 for no bound
   */
  Budget(long bytes, Log log) {
    this.bytes = bytes;
    this.log = log;
  }

  /** The options' layout, with segments that are small beside the budget. */
  static LogOptions layout(VaultOptions options) {
    LogOptions layout = options.log();
    if (options.budgetBytes() == 0) {
      return layout;
    }
    int share =
        Math.clamp(
            options.budgetBytes() / SEGMENTS_MIN,
            LogOptions.SEGMENT_BYTES_MIN,
            layout.segmentBytesMax());
    return new LogOptions(
        Math.min(layout.segmentBytesMin(), share),
        share,
        layout.checkpointBytes(),
        layout.readOnly());
  }

  /** Units that were removed. */
  long evicted() {
    return evicted.get();
  }

  /** Somebody asked for a record. */
  void used(RecordId id) {
    if (bytes != 0) {
      lastUseMillis.put(id, System.currentTimeMillis());
    }
  }

  /**
   * Makes room for {@code incoming} bytes.
   *
   * @throws VaultFullException if there is none without removing what is pinned
   */
  void makeRoom(long incoming) throws IOException {
    if (bytes == 0 || log.stats().diskBytes() + incoming <= bytes) {
      return;
    }
    reclaim(incoming);
  }

  private synchronized void reclaim(long incoming) throws IOException {
    LogStats before = log.stats();
    if (before.diskBytes() + incoming <= bytes) {
      return; // another thread has just made room
    }
    lastUseMillis.keySet().removeIf(id -> log.find(id).isEmpty());
    evict(before.liveBytes() + incoming - (long) (LIVE_SHARE * bytes));
    log.compact(DEAD_SHARE, 0, LogProgress.none());
    long disk = log.stats().diskBytes();
    if (disk + incoming > bytes) {
      throw new VaultFullException(
          "%,d bytes do not fit into the budget of %,d, of which %,d are taken: allow more, or unpin or delete units"
              .formatted(incoming, bytes, disk));
    }
  }

  private void evict(long excess) throws IOException {
    if (excess <= 0) {
      return;
    }
    long now = System.currentTimeMillis();
    List<Candidate> candidates = new ArrayList<>();
    for (Entry entry : log.entries()) {
      RsuInfo info = RsuInfo.decode(entry.note());
      if (!info.pinned()) {
        long used = lastUseMillis.getOrDefault(entry.id(), info.created().toEpochMilli());
        candidates.add(Candidate.of(entry, info, now - used));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::worth));
    List<Change> removals = new ArrayList<>();
    long freed = 0;
    for (Candidate candidate : candidates) {
      if (freed >= excess) {
        break;
      }
      freed += candidate.entry().diskBytes();
      removals.add(new Change.Remove(candidate.entry().id()));
      lastUseMillis.remove(candidate.entry().id());
    }
    for (int at = 0; at < removals.size(); at += BATCH) {
      List<Change> batch = removals.subList(at, Math.min(removals.size(), at + BATCH));
      log.commit(batch);
      evicted.addAndGet(batch.size());
    }
  }

  /**
   * A unit that may go.
   *
   * @param worth of keeping it: milliseconds to recompute it, by byte and by second since its last
   *     use
   */
  private record Candidate(Entry entry, double worth) {
    private static Candidate of(Entry entry, RsuInfo info, long idleMillis) {
      double cost = 1.0 + info.recompute().toMillis();
      double idleSeconds = 1.0 + Math.max(0, idleMillis) / 1_000.0;
      return new Candidate(entry, cost / entry.diskBytes() / idleSeconds);
    }
  }
}
