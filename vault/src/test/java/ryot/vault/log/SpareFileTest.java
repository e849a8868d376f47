package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import ryot.vault.storage.FaultyStorage;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.StorageFile;

class SpareFileTest {
  private final SimulatedStorage disk = new SimulatedStorage();
  private final FaultyStorage storage = new FaultyStorage(disk);

  @Test
  void itIsFilledOnceAndTakenOnce() throws IOException {
    SpareFile spare = new SpareFile(storage, Background.immediate());
    assertThat(spare.size()).isZero();
    spare.prepare(1_024);
    spare.prepare(2_048);
    assertThat(disk.list()).containsExactly(SpareFile.NAME);
    assertThat(spare.size()).isEqualTo(1_024);
    try (StorageFile file = spare.take("00000001.seg")) {
      assertThat(file.size()).isEqualTo(1_024);
    }
    assertThat(spare.size()).isZero();
    assertThat(disk.list()).containsExactly("00000001.seg");
    spare.prepare(2_048);
    assertThat(spare.size()).isEqualTo(2_048);
  }

  @Test
  void whoeverNeedsItFillsItIfNobodyHas() throws IOException {
    Background background = Background.held();
    SpareFile spare = new SpareFile(storage, background);
    spare.prepare(1_024);
    assertThat(disk.list()).isEmpty();
    assertThat(spare.size()).isEqualTo(1_024);
    spare.take("00000001.seg").close();
    assertThat(background.run()).isEqualTo(1);
    assertThat(disk.list()).containsExactly("00000001.seg");
  }

  @Test
  void oneThatCannotBeFilledIsNone() throws IOException {
    SpareFile spare = new SpareFile(storage, Background.immediate());
    storage.failAt(2, FaultyStorage.Fault.IO_ERROR); // the delete, then the create
    spare.prepare(1_024);
    assertThat(spare.size()).isZero();
    assertThat(spare.discard()).isFalse();
    storage.heal();
    spare.prepare(1_024);
    assertThat(spare.size()).isEqualTo(1_024);
  }

  @Test
  void whatACrashLeftIsFilledAnew() throws IOException {
    disk.create(SpareFile.NAME, 100).close();
    SpareFile spare = new SpareFile(storage, Background.immediate());
    spare.prepare(1_024);
    assertThat(disk.readAll(SpareFile.NAME, 2_048)).isEqualTo(new byte[1_024]);
    assertThat(spare.discard()).isTrue();
    assertThat(disk.list()).isEmpty();
  }
}
