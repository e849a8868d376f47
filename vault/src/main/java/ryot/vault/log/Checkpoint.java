package ryot.vault.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The index as it was at a place in the log, so that opening reads only what came after.
 *
 * <pre>
 *   position, as {@link LogPosition} writes it | serial u64 | last stream u64
 *   entries u32 | each: id 16 | serial u64 | head place 16 | note length u16, note | parts
 *   streams u32 | each: number u64 | parts
 *   parts: u32, and each one's place 16
 * </pre>
 */
final class Checkpoint {
  private Checkpoint() {}

  static byte[] encode(LogPosition position, Index.State index) {
    List<Entry> entries = index.entries();
    long size = LogPosition.BYTES + 2L * Long.BYTES + 2L * Integer.BYTES;
    for (Entry entry : entries) {
      size += RecordId.BYTES + Long.BYTES + Place.BYTES + Short.BYTES + entry.note().length;
      size += partsBytes(entry.parts());
    }
    for (List<Place> parts : index.streams().values()) {
      size += Long.BYTES + partsBytes(parts);
    }
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(size));
    position.write(target);
    target.putLong(index.serial()).putLong(index.streamLast());
    target.putInt(entries.size());
    for (Entry entry : entries) {
      entry.id().write(target);
      target.putLong(entry.serial());
      entry.head().write(target);
      target.putShort((short) entry.note().length).put(entry.note());
      writeParts(target, entry.parts());
    }
    target.putInt(index.streams().size());
    for (Map.Entry<Long, List<Place>> stream : index.streams().entrySet()) {
      target.putLong(stream.getKey());
      writeParts(target, stream.getValue());
    }
    return target.array();
  }

  /**
   * Fills {@code index} from authentic bytes.
   *
   * @return the place in the log that it is of
   * @throws TamperedException if they are no checkpoint
   */
  static LogPosition decode(byte[] content, Index index, String where) {
    try {
      ByteBuffer source = ByteBuffer.wrap(content);
      LogPosition position = LogPosition.read(source);
      long serial = source.getLong();
      long streamLast = source.getLong();
      int entries = source.getInt();
      for (int i = 0; i < entries; i++) {
        RecordId id = RecordId.read(source);
        long entrySerial = source.getLong();
        Place head = Place.read(source);
        byte[] note = new byte[Short.toUnsignedInt(source.getShort())];
        source.get(note);
        index.put(new Entry(id, entrySerial, head, readParts(source), note));
      }
      int streams = source.getInt();
      for (int i = 0; i < streams; i++) {
        long stream = source.getLong();
        int number = 0;
        for (Place place : readParts(source)) {
          index.part(stream, number++, place);
        }
      }
      index.counted(serial, streamLast);
      return position;
    } catch (BufferUnderflowException e) {
      throw new TamperedException(where + ": ends too early", e);
    }
  }

  private static long partsBytes(List<Place> parts) {
    return Integer.BYTES + (long) parts.size() * Place.BYTES;
  }

  private static void writeParts(ByteBuffer target, List<Place> parts) {
    target.putInt(parts.size());
    parts.forEach(place -> place.write(target));
  }

  private static List<Place> readParts(ByteBuffer source) {
    int count = source.getInt();
    if (count < 0 || (long) count * Place.BYTES > source.remaining()) {
      throw new BufferUnderflowException();
    }
    List<Place> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(Place.read(source));
    }
    return List.copyOf(parts);
  }
}
