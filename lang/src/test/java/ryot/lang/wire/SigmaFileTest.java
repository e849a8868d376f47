package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
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

  /** Without blocks: what is refused is where indexes lie, before any block is looked for. */
  @Test
  void indexesWithinIndexesAreRefused() throws IOException {
    int header = Container.FIXED_HEADER_BYTES;
    for (int depth = 1; depth <= 3; depth++) {
      byte[] nested = new byte[0];
      for (int level = depth; level >= 0; level--) {
        // The innermost is made first: how far it lies behind its parent's beginning is known.
        int distance = level == 0 ? 0 : 1 + 1 + 2;
        byte[] body = new BlockIndex().body(distance);
        nested = index(concatenated(body, nested));
      }
      int last = header + depth * (1 + 1 + 2);
      Path file = Files.write(folder.resolve("nested"), container(nested, last));
      assertThatThrownBy(() -> SigmaFile.open(Sigma.standard(), file))
          .as("%d deep", depth)
          .isInstanceOf(MalformedFrameException.class)
          .hasMessageContaining("runs into the next");
    }
  }

  @Test
  void indexesOneBehindTheOtherAreRead() throws IOException {
    byte[] first = index(new BlockIndex().body(0));
    byte[] second = index(new BlockIndex().body(first.length));
    int last = Container.FIXED_HEADER_BYTES + first.length;
    Path file = Files.write(folder.resolve("two"), container(concatenated(first, second), last));
    try (SigmaFile opened = SigmaFile.open(Sigma.standard(), file)) {
      assertThat(opened.length()).isZero();
    }
  }

  @Test
  void aFileOfSeveralIndexesIsReadAsItWasOrRefused() throws IOException {
    byte[] text = ContainerTest.text(Container.INDEX_BLOCKS + 200);
    byte[] whole = blocksOfOneByte(text);
    Path file = Files.write(folder.resolve("several"), whole);
    try (SigmaFile opened = SigmaFile.open(Sigma.standard(), file)) {
      byte[] bytes = new byte[500];
      int from = text.length - 400;
      assertThat(opened.read(from, bytes, 0, bytes.length)).isEqualTo(400);
      assertThat(Arrays.equals(bytes, 0, 400, text, from, text.length)).isTrue();
    }
    SplittableRandom random = new SplittableRandom(11);
    int indexed = whole.length / 3; // about what the indexes take, at the end of the blocks
    for (int i = 0; i < 24; i++) {
      byte[] changed = whole.clone();
      int at = whole.length - 1 - random.nextInt(i % 2 == 0 ? indexed : whole.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(readsOtherText(changed, text)).as("byte " + at).isFalse();
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, at));
      assertThatThrownBy(() -> SigmaFile.open(Sigma.standard(), cut))
          .as("cut at %d", at)
          .isInstanceOf(MalformedFrameException.class);
    }
  }

  private static byte[] blocksOfOneByte(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamOptions stored = StreamOptions.ofBlocks(EnumSet.of(Tier.STORED));
    try (SigmaOutputStream writer = Sigma.plain().writer(out, stored)) {
      for (byte one : text) {
        writer.write(one);
        writer.flush();
      }
    }
    return out.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** An index with any body of fewer than 128 bytes, and its right check. */
  private static byte[] index(byte[] body) {
    byte[] check = new byte[Container.CHECK_BYTES];
    LittleEndian.putInt(check, 0, Container.check(body, 0, body.length));
    byte[] head = {Container.INDEX, (byte) body.length};
    return concatenated(concatenated(head, body), check);
  }

  /** A container of no text and these indexes, the last of which begins at {@code last}. */
  private static byte[] container(byte[] indexes, int last) {
    byte[] header = new byte[Container.FIXED_HEADER_BYTES];
    LittleEndian.putInt(header, 0, Container.MAGIC);
    header[4] = Container.VERSION;
    byte[] end = new byte[Container.END_BYTES];
    end[0] = Container.END;
    LittleEndian.putInt(end, 9, header.length + indexes.length - last);
    LittleEndian.putInt(end, 13, Container.END_MAGIC);
    return concatenated(concatenated(header, indexes), end);
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
