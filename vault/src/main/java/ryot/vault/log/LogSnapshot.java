package ryot.vault.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The log as it was between two commits, readable until closed, whatever is changed or compacted
 * meanwhile. Any thread may read.
 */
public final class LogSnapshot implements AutoCloseable {
  private final Map<RecordId, Entry> entries;
  private final Map<Integer, Segment> segments;
  private boolean closed;

  /**
   * @param segments retained for this, which releases them
   */
  LogSnapshot(Map<RecordId, Entry> entries, Map<Integer, Segment> segments) {
    this.entries = entries;
    this.segments = segments;
  }

  /** The record of this id. */
  public Optional<Entry> find(RecordId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** All records, in no order. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  /**
   * Reads a piece of a body.
   *
   * @param from where in the body
   * @param target filled
   * @throws TamperedException if it is not what was written
   */
  public void read(Place place, int from, MemorySegment target) throws IOException {
    Segment segment = segments.get(place.segment());
    if (segment == null) {
      throw new IllegalArgumentException("no record of this snapshot lies at " + place);
    }
    segment.read(place, from, target);
  }

  /** Lets go of the files. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      Segment.releaseAll(segments.values());
    }
  }
}
