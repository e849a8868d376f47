package ryot.vault.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest extends StorageContract {
  @TempDir Path folder;

  @Override
  Storage storage() throws IOException {
    return DiskStorage.open(folder);
  }

  @Test
  void anInterruptedThreadHarmsNobody() throws IOException {
    Storage storage = storage();
    try (StorageFile file = storage.create("a", 4)) {
      Thread.currentThread().interrupt();
      file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      file.force();
      assertThat(file.read(0, ByteBuffer.allocate(4))).isEqualTo(4);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void theHolderOfTheLockIsNamed() throws IOException {
    try (Closeable _ = storage().lock("vault.lock", "process 7 on host h since noon")) {
      assertThatThrownBy(() -> storage().lock("vault.lock", "process 8"))
          .hasMessageContaining("process 7 on host h since noon")
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void aLockOfSomebodyDeadIsTaken() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("vault.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {'d', 'e', 'a', 'd'}));
    }
    storage().lock("vault.lock", "process 9").close();
  }
}
