package ryot.vault.log;

/** What a record is. */
enum RecordKind {
  /** Sets a record: its note and payload. */
  PUT(1),
  /** A piece of a record whose put comes later. */
  PART(2),
  /** Removes a record. */
  REMOVE(3),
  /** Makes all since the last commit count: chain value, frames, where the batch began. */
  COMMIT(4),
  /** Begins each further frame of a record. */
  MORE(5);

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static RecordKind of(byte code) {
    for (RecordKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of record has the code " + code);
  }
}
