package ryot.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import ryot.vault.log.Change;

/**
 * Changes that are made all or none, when {@link #commit} returns. For one thread; dropping it
 * without committing changes nothing.
 */
public final class Transaction {
  /** The most bytes of all its units together. */
  public static final long BYTES_MAX = 256L << 20;

  private final Vault vault;
  private final List<Change> changes = new ArrayList<>();
  private long bytes;
  private boolean committed;

  Transaction(Vault vault) {
    this.vault = vault;
  }

  /**
   * Sets a unit.
   *
   * @throws IllegalArgumentException if this would make the transaction too large
   */
  public Transaction put(Rsu rsu) {
    requireOpen();
    Parts parts = vault.parts(rsu);
    if (bytes + parts.bytes() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a transaction has at most %,d bytes, and with \"%s\" this has %,d: write large units by a writer"
              .formatted(BYTES_MAX, rsu.id(), bytes + parts.bytes()));
    }
    bytes += parts.bytes();
    changes.addAll(vault.changes(rsu.id(), parts));
    return this;
  }

  /** Removes a unit, if there is one. */
  public Transaction delete(String id) {
    requireOpen();
    changes.add(new Change.Remove(vault.recordId(id)));
    return this;
  }

  /** Makes the changes; they are durable when this returns. */
  public void commit() throws IOException {
    requireOpen();
    committed = true;
    vault.commit(changes, bytes);
  }

  private void requireOpen() {
    if (committed) {
      throw new IllegalStateException("the transaction was committed; begin another");
    }
  }
}
