package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/** The manifest's file, and the checkpoints': how they are sealed, read and written. */
final class ManifestFile {
  private static final String MANIFEST = "rsu-manifest";
  private static final String CHECKPOINT = "rsu-checkpoint";
  private static final String FRESH = Manifest.FILE + ".new";

  private ManifestFile() {}

  static Manifest read(Storage storage, Keyring keyring) throws IOException {
    String where = storage.location() + "/" + Manifest.FILE;
    byte[] file = SealedFile.read(storage, Manifest.FILE, Manifest.BYTES_MAX);
    try (SecretKey key = keyring.derived(MANIFEST)) {
      return Manifest.decode(SealedFile.open(key, MANIFEST, file, where), where);
    }
  }

  /**
   * Writes what {@link #publish} makes the manifest.
   *
   * @throws IOException if that fails; the manifest is as it was
   */
  static void prepare(Storage storage, Keyring keyring, Manifest manifest) throws IOException {
    storage.delete(FRESH);
    try (SecretKey key = keyring.derived(MANIFEST)) {
      write(storage, FRESH, SealedFile.seal(key, MANIFEST, SealedFile.salt(), manifest.encode()));
    }
  }

  /** Makes what was prepared the manifest, at once. If this fails, either may be. */
  static void publish(Storage storage) throws IOException {
    storage.rename(FRESH, Manifest.FILE);
    storage.force();
  }

  /**
   * Fills {@code index} from the checkpoint that the manifest means.
   *
   * @throws TamperedException if the file is another one
   */
  static LogPosition readCheckpoint(
      Storage storage, Keyring keyring, Manifest.CheckpointRef checkpoint, Index index)
      throws IOException {
    String where = storage.location() + "/" + checkpoint.fileName();
    byte[] file = SealedFile.read(storage, checkpoint.fileName(), SealedFile.CONTENT_MAX);
    try (SecretKey key = keyring.derived(CHECKPOINT)) {
      byte[] content = SealedFile.open(key, CHECKPOINT, file, where);
      if (!Arrays.equals(SealedFile.saltOf(file), checkpoint.salt())) {
        throw new TamperedException(where + ": is not the checkpoint that the manifest means");
      }
      return Checkpoint.decode(content, index, where);
    }
  }

  /** Writes a checkpoint; it counts once a manifest means it. */
  static void writeCheckpoint(
      Storage storage, Keyring keyring, Manifest.CheckpointRef checkpoint, byte[] content)
      throws IOException {
    try (SecretKey key = keyring.derived(CHECKPOINT)) {
      write(
          storage,
          checkpoint.fileName(),
          SealedFile.seal(key, CHECKPOINT, checkpoint.salt(), content));
    }
  }

  private static void write(Storage storage, String name, byte[] bytes) throws IOException {
    try (StorageFile file = storage.create(name, bytes.length)) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.force();
    }
  }
}
