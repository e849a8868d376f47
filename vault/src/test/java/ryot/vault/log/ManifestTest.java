package ryot.vault.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static Manifest some() {
    byte[] zeros = new byte[32];
    SegmentInfo first = SegmentInfo.begun(1, 1, zeros, 4_096, 1, zeros);
    Manifest open = Manifest.first().next(2, 1, Optional.empty(), List.of(first));
    SegmentInfo second = SegmentInfo.begun(2, 1, zeros, 4_096, 3, zeros);
    return open.next(3, 1, Optional.empty(), List.of(first.finished(1_024, 2, zeros), second));
  }

  @Test
  void whatIsWrittenIsRead() {
    Manifest read = Manifest.decode(some().encode(), "manifest");
    assertThat(read.encode()).isEqualTo(some().encode());
    assertThat(read.sealed().size()).isEqualTo(1);
  }

  @Test
  void aManifestThatEndsEarlyIsNone() {
    byte[] bytes = some().encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Manifest.decode(cut, "manifest"))
          .isInstanceOf(TamperedException.class);
    }
  }

  @Test
  void everyFinishedSegmentHasItsHash() {
    Manifest manifest = some();
    Manifest fewer =
        new Manifest(
            manifest.number(),
            manifest.segmentNext(),
            manifest.checkpointNext(),
            manifest.checkpoint(),
            manifest.segments(),
            MerkleTree.empty());
    assertThatThrownBy(() -> Manifest.decode(fewer.encode(), "manifest"))
        .isInstanceOf(TamperedException.class)
        .hasMessageContaining("hashes of 0 segments");
  }

  @Test
  void anotherFormatIsNamed() {
    byte[] older = ByteBuffer.wrap(some().encode()).putInt(0, 1).array();
    assertThatThrownBy(() -> Manifest.decode(older, "manifest"))
        .isInstanceOf(TamperedException.class)
        .hasMessageContaining("format 1")
        .hasMessageContaining("older");
  }
}
