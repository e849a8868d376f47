package ryot.vault;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ryot.vault.log.LogOptions;

/**
 * How a vault is used.
 *
 * @param readOnly whether to change nothing and take no lock: what was there when it was opened is
 *     seen, whoever writes meanwhile
 * @param budgetBytes what its segments may take on the disk before units are evicted; 0 for no
 *     bound
 * @param codecs for texts: the first one writes, all of them and plain text are read
 * @param anchor a file elsewhere that remembers where the vault ended, if one is kept
 * @param log how the files are laid out
 */
public record VaultOptions(
    boolean readOnly,
    long budgetBytes,
    List<TextCodec> codecs,
    Optional<Path> anchor,
    LogOptions log) {
  /** The least budget, which leaves room for a few segments. */
  public static final long BUDGET_BYTES_MIN = 64L << 10;

  public VaultOptions {
    if (budgetBytes != 0 && budgetBytes < BUDGET_BYTES_MIN) {
      throw new IllegalArgumentException(
          "a budget has at least %,d bytes, and this has %,d"
              .formatted(BUDGET_BYTES_MIN, budgetBytes));
    }
    codecs = List.copyOf(codecs);
  }

  /** To read and write, without bound, texts in UTF-8. */
  public static VaultOptions usual() {
    return new VaultOptions(false, 0, List.of(), Optional.empty(), LogOptions.usual());
  }

  /** The same, reading only. */
  public VaultOptions reading() {
    return new VaultOptions(true, budgetBytes, codecs, anchor, log.reading());
  }

  /** The same with a budget. */
  public VaultOptions budget(long bytes) {
    return new VaultOptions(readOnly, bytes, codecs, anchor, log);
  }

  /** The same with these codecs. */
  public VaultOptions codecs(List<TextCodec> codecs) {
    return new VaultOptions(readOnly, budgetBytes, codecs, anchor, log);
  }

  /** The same with an anchor, which {@link Vault#writeAnchor} made. */
  public VaultOptions anchor(Path file) {
    return new VaultOptions(readOnly, budgetBytes, codecs, Optional.of(file), log);
  }

  /** The same with other files. */
  public VaultOptions log(LogOptions log) {
    return new VaultOptions(readOnly, budgetBytes, codecs, anchor, log);
  }
}
