package ryot.vault.storage;

/** Another writer holds the vault; the message names it. */
public final class VaultLockedException extends VaultException {
  private static final long serialVersionUID = 1L;

  public VaultLockedException(String message) {
    super(message);
  }
}
