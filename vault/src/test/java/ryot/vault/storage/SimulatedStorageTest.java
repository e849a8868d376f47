package ryot.vault.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedStorageTest extends StorageContract {
  @Override
  Storage storage() {
    return new SimulatedStorage();
  }

  @Test
  void eachSectorIsThereOrNotUntilForced() throws Exception {
    SimulatedStorage storage = new SimulatedStorage();
    StorageFile file = storage.create("a", 1024);
    storage.force();
    int mark = storage.mark();
    byte[] ones = new byte[1024];
    Arrays.fill(ones, (byte) 1);
    file.write(0, ByteBuffer.wrap(ones));
    assertThat(contents(storage, mark)).containsExactlyInAnyOrder("00", "01", "10", "11");
    file.force();
    assertThat(contents(storage, storage.mark())).containsExactly("11");
  }

  private static byte[] a(Map<String, byte[]> files) {
    return Objects.requireNonNull(files.get("a"));
  }

  private static Set<String> contents(SimulatedStorage storage, int mark) throws Exception {
    Set<String> seen = new HashSet<>();
    storage
        .crashes(mark)
        .forEach(
            (files, _) -> {
              byte[] content = a(files);
              seen.add("" + content[0] + content[1023]);
            });
    return seen;
  }

  @Test
  void eachNameIsThereOrNotUntilForced() throws Exception {
    SimulatedStorage storage = new SimulatedStorage();
    storage.replace("a", new byte[] {1});
    int mark = storage.mark();
    storage.create("b", 1).close();
    storage.rename("b", "a");
    Set<String> seen = new HashSet<>();
    storage.crashes(mark).forEach((files, _) -> seen.add(files.keySet() + "" + a(files)[0]));
    assertThat(seen).containsExactlyInAnyOrder("[a]1", "[a]0", "[a, b]1");
  }

  @Test
  void aReplacedFileIsOldOrNew() throws Exception {
    SimulatedStorage storage = new SimulatedStorage();
    storage.replace("a", new byte[] {1});
    int mark = storage.mark();
    storage.replace("a", new byte[] {2});
    Set<Byte> seen = new HashSet<>();
    storage
        .crashes(mark)
        .forEach(
            (files, atEnd) -> {
              seen.add(a(files)[0]);
              if (atEnd) {
                assertThat(a(files)).containsExactly(2);
              }
            });
    assertThat(seen).containsExactlyInAnyOrder((byte) 1, (byte) 2);
  }
}
