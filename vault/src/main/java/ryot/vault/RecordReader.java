package ryot.vault;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import ryot.vault.log.Entry;
import ryot.vault.log.Place;
import ryot.vault.log.RecordId;

/** Where records are read from: the log as it is, or as it was. */
interface RecordReader {
  Optional<Entry> find(RecordId id);

  /** Reads a piece of a body; false if the place is no longer. */
  boolean read(Place place, int from, MemorySegment target) throws IOException;
}
