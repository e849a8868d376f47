package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.recall.RecallOptions;
import ryot.recall.RecallStore;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;
import ryot.vault.storage.VaultLockedException;

/** {@code --vault}: where the model's work on prompts and answers is remembered. */
final class RecallFlags {

  /** What becomes of a vault that another process holds. */
  private static final String READING =
      "; meanwhile what it holds is used here, and nothing is added]";

  @Option(
      names = "--vault",
      paramLabel = "DIR",
      description =
          "Remember the model's work on prompts and answers in this vault: what begins"
              + " like something before starts warm, also after a restart ('./ryot vault create' makes"
              + " one).")
  private @Nullable Path folder;

  @Mixin private final VaultKeyFlags keys = new VaultKeyFlags();

  /**
   * An engine, and what it remembers in. Closing it waits until that has what was answered.
   *
   * @param store null without a vault, like the vault
   */
  record Recalling(Engine engine, @Nullable RecallStore store, @Nullable Vault vault)
      implements AutoCloseable {

    @Override
    public void close() throws IOException {
      engine.close();
      if (store != null) {
        store.close();
      }
      if (vault != null) {
        vault.close();
      }
    }
  }

  /**
   * Opens the vault, if one was named, and the model; the caller closes them. A vault that another
   * process holds is read as it is, which standard error says.
   */
  Recalling open(Path model, EngineOptions options, Terminal terminal, Interrupts interrupts)
      throws IOException {
    if (folder == null) {
      return new Recalling(Engine.open(model, options), null, null);
    }
    VaultFlags.requireVault(folder);
    Vault vault;
    boolean readOnly = false;
    try (Credential credential = keys.credential(terminal, interrupts)) {
      try {
        vault = Vault.open(folder, credential, VaultFlags.options());
      } catch (VaultLockedException e) {
        vault = Vault.open(folder, credential, VaultFlags.options().reading());
        readOnly = true;
        terminal.err().println(terminal.faint("[" + e.getMessage() + READING));
      }
    }
    RecallStore store = null;
    try {
      store = RecallStore.open(vault, RecallOptions.defaults().withReadOnly(readOnly));
      return new Recalling(Engine.open(model, options, store), store, vault);
    } catch (IOException | RuntimeException e) {
      if (store != null) {
        store.close();
      }
      vault.close();
      throw e;
    }
  }
}
