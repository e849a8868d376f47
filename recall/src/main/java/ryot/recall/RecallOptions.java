package ryot.recall;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bounds of what is remembered, and whose it is.
 *
 * @param memoryBytes copies of the blocks stored last that are kept in memory, outside the heap; 0
 *     for none
 * @param vaultBytes the vault's share: when it is full, blocks go by what computing them again
 *     costs for each byte, and by when they were last used
 * @param evenIfSlower whether to keep and give back also what would be computed sooner than it is
 *     loaded, by what both have taken lately
 * @param readOnly whether to give back only: nothing is kept, and nothing removed; for a vault that
 *     is open to be read
 * @param salt a tenant's: what one has computed another does not find. Any bytes, copied both ways
 */
@SuppressWarnings("ArrayRecordComponent") // copied both ways; equality is by content
public record RecallOptions(
    long memoryBytes, long vaultBytes, boolean evenIfSlower, boolean readOnly, byte[] salt) {

  private static final long DEFAULT_MEMORY = 256L << 20;
  private static final long DEFAULT_VAULT = 4L << 30;

  public RecallOptions {
    if (memoryBytes < 0 || vaultBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes and vaultBytes must be 0 or more, are %d and %d"
              .formatted(memoryBytes, vaultBytes));
    }
    salt = salt.clone();
  }

  /** 256 MiB of memory, 4 GiB of the vault, no salt. */
  public static RecallOptions defaults() {
    return new RecallOptions(DEFAULT_MEMORY, DEFAULT_VAULT, false, false, new byte[0]);
  }

  public RecallOptions withMemoryBytes(long value) {
    return new RecallOptions(value, vaultBytes, evenIfSlower, readOnly, salt);
  }

  public RecallOptions withVaultBytes(long value) {
    return new RecallOptions(memoryBytes, value, evenIfSlower, readOnly, salt);
  }

  public RecallOptions withEvenIfSlower(boolean value) {
    return new RecallOptions(memoryBytes, vaultBytes, value, readOnly, salt);
  }

  public RecallOptions withReadOnly(boolean value) {
    return new RecallOptions(memoryBytes, vaultBytes, evenIfSlower, value, salt);
  }

  public RecallOptions withSalt(byte[] value) {
    return new RecallOptions(memoryBytes, vaultBytes, evenIfSlower, readOnly, value);
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecallOptions that
        && memoryBytes == that.memoryBytes
        && vaultBytes == that.vaultBytes
        && evenIfSlower == that.evenIfSlower
        && readOnly == that.readOnly
        && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(memoryBytes, vaultBytes, evenIfSlower, readOnly, Arrays.hashCode(salt));
  }

  /** Without the salt. */
  @Override
  public String toString() {
    return "RecallOptions[memoryBytes=%d, vaultBytes=%d, evenIfSlower=%b, readOnly=%b]"
        .formatted(memoryBytes, vaultBytes, evenIfSlower, readOnly);
  }
}
