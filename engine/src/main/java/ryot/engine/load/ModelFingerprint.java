package ryot.engine.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** What tells models apart, whatever they are called: SHA-256 of the file, in hexadecimal. */
public final class ModelFingerprint {

  private static final int CHUNK = 256 * 1024;

  private ModelFingerprint() {}

  /** The fingerprint of {@code file}, computed on a thread of its own. */
  public static CompletableFuture<String> compute(Path file) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("ryot-fingerprint")
        .daemon()
        .start(
            () -> {
              try {
                result.complete(of(file));
              } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** The fingerprint of {@code file}. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
