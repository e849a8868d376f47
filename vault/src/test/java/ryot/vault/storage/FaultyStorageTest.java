package ryot.vault.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FaultyStorageTest extends StorageContract {
  @Override
  Storage storage() {
    return new FaultyStorage(new SimulatedStorage());
  }

  @Test
  void theNthCallFailsAndTheNextPasses() throws IOException {
    FaultyStorage storage = new FaultyStorage(new SimulatedStorage());
    StorageFile file = storage.create("a", 4);
    storage.failAt(2, FaultyStorage.Fault.IO_ERROR);
    file.force();
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    file.force();
  }

  @Test
  void aFullDiskStaysFull() throws IOException {
    FaultyStorage storage = new FaultyStorage(new SimulatedStorage());
    StorageFile file = storage.create("a", 4);
    storage.failAt(1, FaultyStorage.Fault.DISK_FULL);
    file.write(0, ByteBuffer.allocate(4));
    assertThatThrownBy(() -> storage.create("b", 1)).isInstanceOf(OutOfSpaceException.class);
    assertThatThrownBy(() -> storage.create("b", 1)).isInstanceOf(OutOfSpaceException.class);
  }
}
