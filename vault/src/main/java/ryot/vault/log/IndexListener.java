package ryot.vault.log;

/**
 * Hears how the index changes, so that others can be kept beside it. Calls come one at a time, in
 * the order of the log; a record that replaces another is a removal and an addition.
 */
public interface IndexListener {
  /** There is a record. */
  void added(Entry entry);

  /** A record is no longer there. */
  void removed(Entry entry);

  /** Who listens to nothing. */
  static IndexListener none() {
    return new IndexListener() {
      @Override
      public void added(Entry entry) {}

      @Override
      public void removed(Entry entry) {}
    };
  }
}
