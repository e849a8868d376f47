package ryot.vault.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What every storage does. */
abstract class StorageContract {
  /** An empty one. */
  abstract Storage storage() throws IOException;

  @Test
  void aNewFileIsZeros() throws IOException {
    Storage storage = storage();
    storage.create("a.seg", 2_000_000).close();
    assertThat(storage.readAll("a.seg", 2_000_000)).isEqualTo(new byte[2_000_000]);
    assertThat(storage.list()).containsExactly("a.seg");
    assertThatThrownBy(() -> storage.create("a.seg", 1))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Storage storage = storage();
    try (StorageFile file = storage.create("a", 10)) {
      file.write(3, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      file.write(9, ByteBuffer.allocateDirect(3).put(0, (byte) 7));
      file.force();
      assertThat(file.size()).isEqualTo(12);
      ByteBuffer target = ByteBuffer.allocateDirect(6);
      assertThat(file.read(2, target)).isEqualTo(6);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 0, 0}));
      assertThat(file.read(12, target.clear())).isZero();
      assertThat(file.read(9, target.clear())).isEqualTo(3);
    }
    assertThat(storage.readAll("a", 12)).containsExactly(0, 0, 0, 1, 2, 3, 0, 0, 0, 7, 0, 0);
    assertThatThrownBy(() -> storage.readAll("a", 11)).hasMessageContaining("at most 11");
  }

  @Test
  void aCutFileIsShorter() throws IOException {
    Storage storage = storage();
    try (StorageFile file = storage.create("a", 10)) {
      file.truncate(4);
      assertThat(file.size()).isEqualTo(4);
      file.truncate(8);
      assertThat(file.size()).isEqualTo(4);
    }
  }

  @Test
  void namesChangeAtOnce() throws IOException {
    Storage storage = storage();
    storage.replace("a", new byte[] {1});
    storage.replace("b", new byte[] {2});
    storage.rename("a", "b");
    assertThat(storage.list()).containsExactly("b");
    assertThat(storage.readAll("b", 1)).containsExactly(1);
    storage.replace("b", new byte[] {3, 4});
    assertThat(storage.readAll("b", 2)).containsExactly(3, 4);
    storage.delete("b");
    storage.delete("b");
    storage.force();
    assertThat(storage.exists("b")).isFalse();
    assertThatThrownBy(() -> storage.open("b", false)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileOutlivesItsName() throws IOException {
    Storage storage = storage();
    storage.replace("a", new byte[] {5});
    try (StorageFile file = storage.open("a", false)) {
      storage.delete("a");
      ByteBuffer target = ByteBuffer.allocate(1);
      assertThat(file.read(0, target)).isEqualTo(1);
      assertThat(target.get(0)).isEqualTo((byte) 5);
    }
  }

  @Test
  void oneHoldsTheLock() throws IOException {
    Storage storage = storage();
    try (Closeable _ = storage.lock("vault.lock", "process 1")) {
      assertThatThrownBy(() -> storage.lock("vault.lock", "process 2"))
          .isInstanceOf(VaultLockedException.class);
    }
    storage.lock("vault.lock", "process 2").close();
  }

  @Test
  void namesAreNames() throws IOException {
    Storage storage = storage();
    for (String name : new String[] {"", ".hidden", "../a", "a/b", "a b", "x".repeat(65)}) {
      assertThatThrownBy(() -> storage.create(name, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
