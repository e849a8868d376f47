package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lang.Tier;

class SigmaFileTest {

  @TempDir private Path folder;

  @Test
  void anyPlaceIsReadAsItIs() throws IOException {
    byte[] text = ContainerTest.text(6_000_000);
    for (StreamOptions way :
        List.of(StreamOptions.ofSession(), StreamOptions.ofBlocks(EnumSet.of(Tier.STREAM)))) {
      Path file = Files.write(folder.resolve("a.sigma"), ContainerTest.write(text, way));
      SplittableRandom random = new SplittableRandom(3);
      try (SigmaFile opened = SigmaFile.open(Sigma.standard(), file)) {
        assertThat(opened.length()).isEqualTo(text.length);
        for (int i = 0; i < 30; i++) {
          int from = random.nextInt(text.length);
          byte[] bytes = new byte[random.nextInt(100_000)];
          int read = opened.read(from, bytes, 0, bytes.length);
          assertThat(read).isEqualTo(Math.min(bytes.length, text.length - from));
          assertThat(Arrays.equals(bytes, 0, read, text, from, from + read)).isTrue();
        }
        assertThat(opened.read(text.length, new byte[9], 0, 9)).isZero();
      }
    }
  }

  @Test
  void anEmptyTextHasNoPlace() throws IOException {
    Path file =
        Files.write(
            folder.resolve("e"), ContainerTest.write(new byte[0], StreamOptions.ofSession()));
    try (SigmaFile opened = SigmaFile.open(Sigma.standard(), file)) {
      assertThat(opened.length()).isZero();
      assertThat(opened.read(0, new byte[1], 0, 1)).isZero();
    }
  }

  @Test
  void changedFilesAreReadAsTheyWereOrRefused() throws IOException {
    byte[] text = ContainerTest.text(3_000);
    byte[] whole = ContainerTest.write(text, StreamOptions.ofSession());
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(readsOtherText(changed, text)).as("bit " + bit).isFalse();
    }
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SigmaFile.open(Sigma.standard(), cut))
          .isInstanceOf(MalformedFrameException.class);
    }
  }

  private boolean readsOtherText(byte[] container, byte[] text) throws IOException {
    Path file = Files.write(folder.resolve("changed"), container);
    byte[] bytes = new byte[text.length];
    try (SigmaFile opened = SigmaFile.open(Sigma.standard(), file)) {
      return opened.read(0, bytes, 0, bytes.length) != text.length || !Arrays.equals(bytes, text);
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      return false;
    }
  }
}
