package ryot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.lab.codec.SigmaText;
import ryot.vault.Vault;
import ryot.vault.VaultOptions;
import ryot.vault.log.SegmentRoot;
import ryot.vault.seal.Credential;
import ryot.vault.seal.Keyring;

/** Which vault a command works on, and what unlocks it. */
final class VaultFlags {
  /** The environment's vault. */
  static final String VARIABLE = "RYOT_VAULT";

  @Option(
      names = "--vault",
      paramLabel = "DIR",
      description = "The vault's folder (default: the variable " + VARIABLE + ").")
  private @Nullable Path folder;

  @Mixin private final VaultKeyFlags keys = new VaultKeyFlags();

  @Option(
      names = "--anchor",
      paramLabel = "FILE|ROOT",
      description =
          "A file elsewhere that remembers where the vault ended, and tells if an older"
              + " copy of it was put back; or a root that 'stats' or 'verify' printed, which tells"
              + " the same of all that was sealed then.")
  private @Nullable String anchor;

  /** The folder, which need not be there. */
  Path folder() {
    String inherited = System.getenv(VARIABLE);
    if (folder == null && (inherited == null || inherited.isEmpty())) {
      throw new IllegalArgumentException("which vault? --vault DIR says it, or " + VARIABLE);
    }
    return folder == null ? Path.of(inherited) : folder;
  }

  /** What unlocks it. */
  VaultKeyFlags keys() {
    return keys;
  }

  /**
   * The anchor's file, if one was named.
   *
   * @throws IllegalArgumentException if a root was, which is no file
   */
  @Nullable Path anchorFile() {
    if (anchor != null && SegmentRoot.parse(anchor).isPresent()) {
      throw new IllegalArgumentException(
          "--anchor wants a file here: a root is of a vault that there is");
    }
    return anchor == null ? null : Path.of(anchor);
  }

  /** How every command uses vaults: texts as ΣLANG's messages. */
  static VaultOptions options() {
    return VaultOptions.usual().codecs(List.of(new SigmaText()));
  }

  /** Opens it to read what there is, beside whoever writes; the caller closes it. */
  Vault reading(Terminal terminal, Interrupts interrupts) throws IOException {
    return open(options().reading(), terminal, interrupts);
  }

  /** Opens it to change it; the caller closes it. */
  Vault writing(Terminal terminal, Interrupts interrupts) throws IOException {
    return open(options(), terminal, interrupts);
  }

  private Vault open(VaultOptions options, Terminal terminal, Interrupts interrupts)
      throws IOException {
    Path place = requireVault(folder());
    try (Credential credential = keys.credential(terminal, interrupts)) {
      Optional<SegmentRoot> root = anchor == null ? Optional.empty() : SegmentRoot.parse(anchor);
      if (root.isEmpty()) {
        Path file = anchorFile();
        return Vault.open(place, credential, file == null ? options : options.anchor(file));
      }
      Vault open = Vault.open(place, credential, options);
      try {
        open.requireReached(root.get());
        return open;
      } catch (RuntimeException e) {
        open.close();
        throw e;
      }
    }
  }

  /** Refuses a folder without a vault before anybody is asked for a passphrase. */
  static Path requireVault(Path place) {
    if (!Files.exists(place.resolve(Keyring.FILE))) {
      throw new IllegalArgumentException(
          place + " has no vault; './ryot vault create --vault DIR' makes one");
    }
    return place;
  }
}
