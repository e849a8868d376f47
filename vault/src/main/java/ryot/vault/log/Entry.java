package ryot.vault.log;

import java.util.List;

/**
 * What the index knows of a record.
 *
 * @param serial of the change that made it; it rises with each change, and stays when compaction
 *     moves the record
 * @param head where note and payload lie
 * @param parts where what was written before the head lies, in order
 * @param note kept in memory; not to be changed
 */
public record Entry(RecordId id, long serial, Place head, List<Place> parts, byte[] note) {
  /** The bytes of the payload in the head. */
  public int headBytes() {
    return head.length() - note.length;
  }

  /** The bytes of head's payload and parts together. */
  public long payloadBytes() {
    long bytes = headBytes();
    for (Place part : parts) {
      bytes += part.length();
    }
    return bytes;
  }

  /** The bytes that it takes on the disk. */
  public long diskBytes() {
    long bytes = head.diskBytes();
    for (Place part : parts) {
      bytes += part.diskBytes();
    }
    return bytes;
  }

  boolean touches(int segment) {
    return head.segment() == segment || parts.stream().anyMatch(part -> part.segment() == segment);
  }
}
