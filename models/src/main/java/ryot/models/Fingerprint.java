package ryot.models;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What "the same bytes" means: the size of a file's whole content and its hash.
 *
 * @param sizeBytes at least 1
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Fingerprint(long sizeBytes, String sha256) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Rejects a size below 1 and anything that is not a SHA-256 in lower-case hexadecimal. */
  public Fingerprint {
    if (sizeBytes < 1) {
      throw new IllegalArgumentException("a size of at least 1 byte, not " + sizeBytes);
    }
    if (!isSha256(sha256)) {
      throw new IllegalArgumentException("64 hexadecimal digits, not \"" + sha256 + "\"");
    }
  }

  static boolean isSha256(String text) {
    return SHA256.matcher(text).matches();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d bytes, SHA-256 %s", sizeBytes, sha256);
  }
}
