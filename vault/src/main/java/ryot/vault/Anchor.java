package ryot.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import ryot.vault.log.LogHead;
import ryot.vault.log.TamperedException;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.VaultException;

/**
 * What a file outside of the vault remembers of it, so that putting back an older copy of the whole
 * folder is noticed.
 *
 * <pre>
 *   vault id 16 | manifest u64 | commit u64 | chain 32 | HMAC of these 32
 * </pre>
 */
record Anchor(byte[] vaultId, LogHead head) {
  private static final String PURPOSE = "rsu-anchor";
  private static final int BODY_BYTES = 16 + 8 + 8 + 32;
  private static final int BYTES = BODY_BYTES + Hmac.BYTES;

  static Anchor of(Keyring keyring, LogHead head) {
    return new Anchor(keyring.vaultId(), head);
  }

  /**
   * Reads an anchor of this vault.
   *
   * @throws VaultException if there is none
   * @throws TamperedException if it is another vault's or was changed
   */
  static Anchor read(Path file, Keyring keyring) throws IOException {
    byte[] bytes;
    try {
      if (Files.size(file) != BYTES) {
        throw tampered(file);
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new VaultException(
          "%s: there is no anchor; open the vault without it once, and write one".formatted(file),
          e);
    }
    ByteBuffer source = ByteBuffer.wrap(bytes);
    byte[] vaultId = new byte[16];
    source.get(vaultId);
    long manifest = source.getLong();
    long commit = source.getLong();
    byte[] chain = new byte[32];
    source.get(chain);
    byte[] hmac = Arrays.copyOfRange(bytes, BODY_BYTES, BYTES);
    if (!MessageDigest.isEqual(hmac, hmac(keyring, Arrays.copyOf(bytes, BODY_BYTES)))) {
      throw tampered(file);
    }
    return new Anchor(vaultId, new LogHead(manifest, commit, chain));
  }

  private static TamperedException tampered(Path file) {
    return new TamperedException(file + ": is no anchor of this vault");
  }

  /** Replaces the file at once. */
  void write(Path file, Keyring keyring) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(BODY_BYTES).put(vaultId);
    body.putLong(head.manifest()).putLong(head.commit()).put(head.chain());
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES).put(body.array()).put(hmac(keyring, body.array())).flip();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] hmac(Keyring keyring, byte[] body) {
    try (SecretKey key = keyring.derived(PURPOSE);
        Hmac hmac = new Hmac(key)) {
      return hmac.add(body).finish();
    }
  }

  /**
   * Makes sure that a vault has come at least as far as this says.
   *
   * @throws TamperedException if it is older, or has another history
   */
  void requireReached(LogHead now) {
    boolean sameCommit = now.commit() == head.commit();
    if (now.commit() < head.commit()
        || now.manifest() < head.manifest()
        || (sameCommit && !Arrays.equals(now.chain(), head.chain()))) {
      throw new TamperedException(
          "the vault ends at commit %,d, and its anchor has seen commit %,d: an older copy of it was put back, or what was written last was taken away"
              .formatted(now.commit(), head.commit()));
    }
  }
}
