package ryot.vault.log;

import java.nio.ByteBuffer;

/** One change of a transaction. Its bytes stay the caller's, unchanged until it is durable. */
public sealed interface Change {
  /** The most bytes of a note. */
  int NOTE_MAX = 16 << 10;

  /** The most bytes of one record's body. */
  int BODY_MAX = 16 << 20;

  /** The bytes of its note and payload. */
  int bytes();

  /**
   * Sets a record.
   *
   * @param note what the index keeps in memory, at most {@link #NOTE_MAX} bytes
   * @param payload what remains of it
   * @param stream whose parts belong to it, or 0
   * @param parts how many those are
   */
  record Put(RecordId id, byte[] note, ByteBuffer payload, long stream, int parts)
      implements Change {
    public Put {
      requireAtMost("a note", note.length, NOTE_MAX);
      requireAtMost("a record", note.length + (long) payload.remaining(), BODY_MAX);
    }

    @Override
    public int bytes() {
      return note.length + payload.remaining();
    }

    /** A record in one piece. */
    public Put(RecordId id, byte[] note, ByteBuffer payload) {
      this(id, note, payload, 0, 0);
    }
  }

  /**
   * Writes a piece of a record whose {@link Put} comes later; until then nobody sees it.
   *
   * @param stream from {@link Log#beginStream}
   * @param number counted from 0
   */
  record Part(long stream, int number, ByteBuffer payload) implements Change {
    public Part {
      requireAtMost("a part", payload.remaining(), BODY_MAX);
    }

    @Override
    public int bytes() {
      return payload.remaining();
    }
  }

  /** Removes a record, if there is one. */
  record Remove(RecordId id) implements Change {
    @Override
    public int bytes() {
      return 0;
    }
  }

  /** Sets a record's places, if it is still the one that was read: compaction's change. */
  record Move(Put put, long serial) implements Change {
    @Override
    public int bytes() {
      return put.bytes();
    }
  }

  private static void requireAtMost(String what, long size, int sizeMax) {
    if (size > sizeMax) {
      throw new IllegalArgumentException(
          "%s has at most %,d bytes, and this has %,d".formatted(what, sizeMax, size));
    }
  }
}
