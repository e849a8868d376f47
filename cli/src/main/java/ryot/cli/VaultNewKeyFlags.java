package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ryot.vault.seal.Credential;

/** What is to unlock a vault from now on. */
final class VaultNewKeyFlags {
  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "Let this file unlock it, 32 bytes or more.")
  private @Nullable Path keyFile;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description =
          "Let the passphrase in this file's first line unlock it (default: you are asked).")
  private @Nullable Path passphraseFile;

  /** The credential; the caller closes it. */
  Credential credential(Terminal terminal, Interrupts interrupts) throws IOException {
    Credential given = VaultKeyFlags.given(keyFile, passphraseFile);
    return given == null ? VaultKeyFlags.chosen(terminal, interrupts) : given;
  }
}
