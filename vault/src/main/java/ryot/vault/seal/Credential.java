package ryot.vault.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** What opens a slot of the vault: a passphrase, or a file that only its owner has. */
public final class Credential implements AutoCloseable {
  /** What a slot opens with. */
  public enum Kind {
    PASSPHRASE,
    KEY_FILE;

    /** As messages say it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The bytes of a passphrase at most, in UTF-8. */
  public static final int PASSPHRASE_BYTES_MAX = 1_024;

  /** The bytes of a key file at least: as many as the key that it protects. */
  public static final int KEY_FILE_BYTES_MIN = SecretKey.BYTES;

  /** The bytes of a key file at most. */
  public static final int KEY_FILE_BYTES_MAX = 1 << 20;

  private final Kind kind;
  private final SecretKey secret;

  private Credential(Kind kind, SecretKey secret) {
    this.kind = kind;
    this.secret = secret;
  }

  /**
   * A passphrase, in Unicode's composed form (NFC), so that two keyboards write the same one.
   * Normalizing makes a string that stays on the heap until it is collected.
   *
   * @param passphrase 1 to 1,024 bytes in UTF-8; the caller zeroes it
   */
  public static Credential passphrase(char[] passphrase) {
    ByteBuffer utf8 =
        StandardCharsets.UTF_8.encode(
            CharBuffer.wrap(
                Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC)));
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    utf8.clear().put(new byte[utf8.capacity()]);
    if (bytes.length == 0 || bytes.length > PASSPHRASE_BYTES_MAX) {
      Arrays.fill(bytes, (byte) 0);
      throw new IllegalArgumentException(
          "a passphrase has 1 to %,d bytes, and this has %,d"
              .formatted(PASSPHRASE_BYTES_MAX, bytes.length));
    }
    return new Credential(Kind.PASSPHRASE, SecretKey.taking(bytes));
  }

  /**
   * What a file holds.
   *
   * @throws IllegalArgumentException if it has fewer than 32 bytes or more than 1 MiB
   */
  public static Credential keyFile(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(KEY_FILE_BYTES_MAX + 1);
    }
    try {
      if (content.length < KEY_FILE_BYTES_MIN || content.length > KEY_FILE_BYTES_MAX) {
        throw new IllegalArgumentException(
            "%s: a key file has %d bytes to 1 MiB, and this has %s"
                .formatted(
                    file,
                    KEY_FILE_BYTES_MIN,
                    content.length > KEY_FILE_BYTES_MAX ? "more" : content.length));
      }
      return new Credential(Kind.KEY_FILE, SecretKey.taking(sha256(content)));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** What slots of this kind cost unless somebody says otherwise. */
  public Argon2Cost costDefault() {
    return switch (kind) {
      case PASSPHRASE -> Argon2Cost.PASSPHRASE;
      case KEY_FILE -> Argon2Cost.KEY_FILE;
    };
  }

  /** The key that wraps: Argon2id of it; the caller closes it. */
  SecretKey stretch(byte[] salt, byte[] context, Argon2Cost cost) {
    byte[] password = secret.copy();
    try {
      return SecretKey.taking(
          Argon2id.hash(password, salt, new byte[0], context, cost, SecretKey.BYTES));
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256, and this one refuses it", e);
    }
  }

  /** Zeroes it. */
  @Override
  public void close() {
    secret.close();
  }

  /** Without its content. */
  @Override
  public String toString() {
    return "Credential[" + kind.label() + "]";
  }
}
