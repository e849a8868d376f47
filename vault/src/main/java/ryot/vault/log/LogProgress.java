package ryot.vault.log;

/** Hears how far something has come that reads or writes all of a log. */
@FunctionalInterface
public interface LogProgress {
  /**
   * So much is done; called often, by the thread that does it.
   *
   * @param bytesDone of all, rising
   * @param bytesTotal of all
   */
  void at(long bytesDone, long bytesTotal);

  /** For those who do not ask. */
  static LogProgress none() {
    return (_, _) -> {};
  }
}
