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

/** {@code --vault}: where the model's work on prompts and answers is remembered. */
final class RecallFlags {

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

  /** Opens the vault, if one was named, and the model; the caller closes them. */
  Recalling open(Path model, EngineOptions options, Terminal terminal, Interrupts interrupts)
      throws IOException {
    if (folder == null) {
      return new Recalling(Engine.open(model, options), null, null);
    }
    Vault vault = vault(folder, terminal, interrupts);
    RecallStore store = null;
    try {
      store = RecallStore.open(vault, RecallOptions.defaults());
      return new Recalling(Engine.open(model, options, store), store, vault);
    } catch (IOException | RuntimeException e) {
      if (store != null) {
        store.close();
      }
      vault.close();
      throw e;
    }
  }

  private Vault vault(Path place, Terminal terminal, Interrupts interrupts) throws IOException {
    VaultFlags.requireVault(place);
    try (Credential credential = keys.credential(terminal, interrupts)) {
      return Vault.open(place, credential, VaultFlags.options());
    }
  }
}
