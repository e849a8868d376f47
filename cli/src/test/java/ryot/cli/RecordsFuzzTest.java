package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Guided fuzzing of records: all bytes arrive, and blocks divide what does not fit into one. */
class RecordsFuzzTest {

  private static final int BLOCK_BYTES = 65_535;
  private static final int RECORDS_MAX = 12;

  /** Gathers what is written, and where blocks begin: where they are full, or flushed. */
  private static final class Blocks extends ByteArrayOutputStream {
    private final NavigableSet<Integer> begins = new TreeSet<>();
    private int begin;

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      while (count - begin > BLOCK_BYTES) {
        begin += BLOCK_BYTES;
        begins.add(begin);
      }
    }

    @Override
    public void flush() {
      begin = count;
      begins.add(begin);
    }
  }

  /** Any bytes, most of which are no records. */
  @MethodSource("files")
  @FuzzTest(maxDuration = "1m")
  void bytes(byte[] file) throws IOException {
    check(file);
  }

  /**
   * Records of any lengths, the last one perhaps cut short.
   *
   * @param script two bytes for each record: a third of its length, little-endian; a single one at
   *     the end: what is cut off
   */
  @MethodSource("scripts")
  @FuzzTest(maxDuration = "1m")
  void records(byte[] script) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int at = 0;
    for (; at + 2 <= Math.min(script.length, 2 * RECORDS_MAX); at += 2) {
      int length = 3 * ((script[at] & 0xFF) | (script[at + 1] & 0xFF) << 8);
      file.writeBytes(new byte[] {(byte) length, (byte) (length >>> 8), (byte) (length >>> 16), 0});
      byte[] content = new byte[length];
      Arrays.fill(content, (byte) (at + 1));
      file.writeBytes(content);
    }
    int cut = at < script.length ? script[at] & 0xFF : 0;
    check(Arrays.copyOf(file.toByteArray(), Math.max(0, file.size() - cut)));
  }

  private static void check(byte[] file) throws IOException {
    Blocks blocks = new Blocks();
    Records.copy(new ByteArrayInputStream(file), blocks);
    assertThat(Arrays.equals(blocks.toByteArray(), file)).as("all bytes arrive").isTrue();
    int at = 0;
    while (at + Integer.BYTES <= file.length) {
      long length =
          (file[at] & 0xFF)
              | (file[at + 1] & 0xFF) << 8
              | (file[at + 2] & 0xFF) << 16
              | (file[at + 3] & 0xFFL) << 24;
      long end = at + Integer.BYTES + length;
      if (end > file.length) {
        return;
      }
      if (end - at <= BLOCK_BYTES) {
        assertThat(blocks.begins.subSet(at, false, (int) end, false))
            .as("blocks that begin within the record from %d to %d", at, end)
            .isEmpty();
      }
      at = (int) end;
    }
  }

  static Stream<byte[]> files() {
    return Stream.of(
        new byte[0],
        new byte[] {0, 0, 0},
        new byte[] {1, 0, 0, 0, 'a', 0, 0, 0, 0, 2, 0, 0, 0, 'b', 'c'},
        new byte[] {-1, -1, -1, -1, 'a'},
        "no records at all".getBytes(UTF_8));
  }

  static Stream<byte[]> scripts() {
    return Stream.of(
        new byte[] {9, 0, -1, 84, 0, 85, 1, 85, -1, -1, 3, 0},
        new byte[] {85, 85, 85, 85, 84, 85, 1},
        new byte[] {0, 0, 0, 0, 0, 43, 0, 43, 0, 43, 7});
  }
}
