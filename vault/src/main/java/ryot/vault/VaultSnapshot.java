package ryot.vault;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import ryot.vault.log.Entry;
import ryot.vault.log.LogSnapshot;
import ryot.vault.log.Place;
import ryot.vault.log.RecordId;

/**
 * A vault as it was between two changes, whatever becomes of it, until this is closed. Any thread
 * may read.
 */
public final class VaultSnapshot implements AutoCloseable {
  private final LogSnapshot log;
  private final RecordIds ids;
  private final IntFunction<Optional<TextCodec>> codecs;
  private final RecordReader reader =
      new RecordReader() {
        @Override
        public Optional<Entry> find(RecordId id) {
          return log.find(id);
        }

        @Override
        public boolean read(Place place, int from, MemorySegment target) throws IOException {
          log.read(place, from, target);
          return true;
        }
      };

  VaultSnapshot(LogSnapshot log, RecordIds ids, IntFunction<Optional<TextCodec>> codecs) {
    this.log = log;
    this.ids = ids;
    this.codecs = codecs;
  }

  /** The unit of this id. */
  public Optional<StoredRsu> find(String id) {
    return log.find(ids.of(id)).map(this::stored);
  }

  /** All units, in no order. */
  public Stream<StoredRsu> scan() {
    return log.entries().stream().map(this::stored);
  }

  private StoredRsu stored(Entry entry) {
    return new StoredRsu(reader, codecs, RsuInfo.decode(entry.note()), entry);
  }

  /** Lets go of the files. */
  @Override
  public void close() throws IOException {
    log.close();
  }
}
