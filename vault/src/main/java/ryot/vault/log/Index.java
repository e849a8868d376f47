package ryot.vault.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where every record lies, in memory. One thread changes it, the committer's; any may look.
 *
 * <p>It also counts how many bytes of each segment are still needed, by records or by the parts of
 * streams whose record is not there yet.
 */
final class Index {
  private final Map<RecordId, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Long, List<Place>> streams = new HashMap<>();
  private final Map<Integer, Long> liveBytes = new ConcurrentHashMap<>();
  private IndexListener listener = IndexListener.none();
  private long serial;
  private long streamLast;

  @Nullable Entry find(RecordId id) {
    return entries.get(id);
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  int size() {
    return entries.size();
  }

  /** The highest serial that was given. */
  long serial() {
    return serial;
  }

  /** The highest number of a stream with a part. */
  long streamLast() {
    return streamLast;
  }

  void counted(long serial, long streamLast) {
    this.serial = serial;
    this.streamLast = streamLast;
  }

  /** Bytes of a segment that records or streams need. */
  long liveBytes(int segment) {
    return liveBytes.getOrDefault(segment, 0L);
  }

  /** The parts of a stream so far. */
  List<Place> stream(long stream) {
    return streams.getOrDefault(stream, List.of());
  }

  /** What a checkpoint keeps; nothing changes it. */
  record State(List<Entry> entries, Map<Long, List<Place>> streams, long serial, long streamLast) {}

  State state() {
    Map<Long, List<Place>> parts = new HashMap<>();
    streams.forEach((stream, places) -> parts.put(stream, List.copyOf(places)));
    return new State(List.copyOf(entries.values()), parts, serial, streamLast);
  }

  /** Tells {@code listener} of all that there is, and from now on of all that changes. */
  void listen(IndexListener listener) {
    entries.values().forEach(listener::added);
    this.listener = listener;
  }

  /**
   * Applies a committed record.
   *
   * @throws IllegalArgumentException if it does not follow from those before
   */
  void apply(ScannedRecord record) {
    RecordHeader header = record.header();
    switch (header.kind()) {
      case PUT -> {
        List<Place> parts = header.stream() == 0 ? List.of() : take(header.stream());
        parts.forEach(place -> count(place, -1)); // put counts them
        if (parts.size() != header.parts()) {
          throw new IllegalArgumentException(
              "a record of %d parts has %d".formatted(header.parts(), parts.size()));
        }
        serial = Math.max(serial, header.serial());
        put(new Entry(header.id(), header.serial(), record.place(), parts, record.note()));
      }
      case PART -> part(header.stream(), header.parts(), record.place());
      case REMOVE -> {
        serial = Math.max(serial, header.serial());
        Entry removed = entries.remove(header.id());
        if (removed != null) {
          count(removed, -1);
          listener.removed(removed);
        }
      }
      case COMMIT, MORE ->
          throw new IllegalArgumentException(header.kind() + " is no record of its own");
    }
  }

  void put(Entry entry) {
    Entry replaced = entries.put(entry.id(), entry);
    count(entry, 1);
    if (replaced != null) {
      count(replaced, -1);
      listener.removed(replaced);
    }
    listener.added(entry);
  }

  void part(long stream, int number, Place place) {
    List<Place> parts = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
    if (parts.size() != number) {
      throw new IllegalArgumentException(
          "part %d of stream %d comes after %d parts".formatted(number, stream, parts.size()));
    }
    streamLast = Math.max(streamLast, stream);
    parts.add(place);
    count(place, 1);
  }

  /** Forgets the parts of a stream that will have no record. */
  void abandon(long stream) {
    take(stream).forEach(place -> count(place, -1));
  }

  /** Forgets all streams: those who wrote them are gone. */
  void abandonStreams() {
    new HashSet<>(streams.keySet()).forEach(this::abandon);
  }

  private List<Place> take(long stream) {
    List<Place> parts = streams.remove(stream);
    return parts == null ? List.of() : List.copyOf(parts);
  }

  private void count(Entry entry, int sign) {
    count(entry.head(), sign);
    entry.parts().forEach(place -> count(place, sign));
  }

  private void count(Place place, int sign) {
    liveBytes.merge(place.segment(), sign * place.diskBytes(), Long::sum);
  }
}
