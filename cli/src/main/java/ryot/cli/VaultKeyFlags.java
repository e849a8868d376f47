package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ryot.vault.seal.Credential;

/**
 * What unlocks a vault: {@code --key-file}, {@code --passphrase-file}, the environment, or else the
 * person is asked. A passphrase is never on the command line, where every user of the machine sees
 * it.
 */
final class VaultKeyFlags {
  /** The environment's passphrase, for servers. */
  static final String VARIABLE = "RYOT_VAULT_PASSPHRASE";

  private static final int FILE_BYTES_MAX = 4_096;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Unlock by what this file holds, 32 bytes or more.")
  private @Nullable Path keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Unlock by the passphrase in this file's first line (default: the variable "
              + VARIABLE
              + ", or else you are asked).")
  private @Nullable Path passphraseFile;

  /** The credential; the caller closes it. */
  Credential credential(Terminal terminal, Interrupts interrupts) throws IOException {
    Credential given = given(keyFile, passphraseFile);
    if (given != null) {
      return given;
    }
    String inherited = System.getenv(VARIABLE);
    return inherited != null && !inherited.isEmpty()
        ? passphrase(inherited.toCharArray())
        : passphrase(asked(terminal, interrupts, "Passphrase: "));
  }

  /** The key file, if one was named. */
  @Nullable Path keyFile() {
    return keyFile;
  }

  /** Whether something else than a person says the passphrase. */
  boolean given() {
    String inherited = System.getenv(VARIABLE);
    return keyFile != null || passphraseFile != null || (inherited != null && !inherited.isEmpty());
  }

  /** What one of two files says; null if neither is named. */
  static @Nullable Credential given(@Nullable Path keyFile, @Nullable Path passphraseFile)
      throws IOException {
    if (keyFile != null && passphraseFile != null) {
      throw new IllegalArgumentException("a key file or a passphrase file, not both");
    }
    if (keyFile != null) {
      return Credential.keyFile(keyFile);
    }
    return passphraseFile == null ? null : passphrase(firstLine(passphraseFile));
  }

  /** A new passphrase, typed twice. */
  static Credential chosen(Terminal terminal, Interrupts interrupts) throws IOException {
    char[] first = asked(terminal, interrupts, "New passphrase: ");
    char[] second = asked(terminal, interrupts, "Once more: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new IllegalArgumentException("the two are not the same; nothing was changed");
    }
    return passphrase(first);
  }

  private static Credential passphrase(char[] passphrase) {
    try {
      return Credential.passphrase(passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static char[] asked(Terminal terminal, Interrupts interrupts, String question)
      throws IOException {
    if (!terminal.inIsTerminal()) {
      throw new IllegalArgumentException(
          "there is no terminal to ask for the passphrase on; use --passphrase-file, --key-file or "
              + VARIABLE);
    }
    return new HiddenPrompt(terminal, interrupts).ask(question);
  }

  private static char[] firstLine(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    try {
      int end = 0;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      if (end > FILE_BYTES_MAX) {
        throw new IllegalArgumentException(
            "%s: its first line is no passphrase: it has more than %,d bytes"
                .formatted(file, FILE_BYTES_MAX));
      }
      return HiddenPrompt.characters(content, end);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
