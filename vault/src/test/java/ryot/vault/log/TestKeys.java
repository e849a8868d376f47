package ryot.vault.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.Storage;

/** Keys for tests, cheap to unlock. */
public final class TestKeys {
  /** The least that Argon2id allows. */
  public static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

  private TestKeys() {}

  /** A passphrase. */
  public static Credential passphrase() {
    return Credential.passphrase("correct horse battery staple".toCharArray());
  }

  /** The keys of some vault, whose file lies elsewhere. */
  public static Keyring keyring() {
    return keyring(new SimulatedStorage());
  }

  /** The keys of a vault in {@code storage}. */
  public static Keyring keyring(Storage storage) {
    try (Credential credential = passphrase()) {
      return Keyring.create(storage, credential, CHEAP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
