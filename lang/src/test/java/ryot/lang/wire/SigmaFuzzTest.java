package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.lang.Tier;
import ryot.lang.model.TokenTables;
import ryot.lang.zstd.ZstdDictionary;

/**
 * Guided fuzzing of frames and containers: any bytes are read or refused by one of three named
 * errors, and any text comes back.
 */
class SigmaFuzzTest {

  private static final int TEXT_MAX = 1 << 16;

  private static final Sigma SHIPPED = Sigma.standard();

  /** Knows a model for each kind of frame but the neural one. */
  private static final Sigma AGREED =
      SHIPPED
          .with(TokenModel.of(TokenTables.standard()))
          .with(ZstdDictionary.of(Sigma.standardDictionary()))
          .agreeing();

  private static final List<MessageCodec> CODECS =
      Stream.of(SHIPPED, AGREED)
          .flatMap(
              sigma ->
                  Stream.of(
                          EnumSet.of(Tier.TOKEN), EnumSet.of(Tier.STREAM), EnumSet.of(Tier.STORED))
                      .map(sigma::messages))
          .toList();

  private static final List<StreamOptions> WAYS =
      List.of(
          StreamOptions.ofSession(),
          StreamOptions.ofBlocks(EnumSet.of(Tier.TOKEN)),
          StreamOptions.ofBlocks(EnumSet.of(Tier.STREAM)));

  /** The text of the one block before the index that is fuzzed. */
  private static final byte[] STORED_TEXT = "a text".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @MethodSource("frames")
  @FuzzTest(maxDuration = "1m")
  void frame(byte[] frame) {
    try {
      int rawLength = CODECS.getLast().rawLength(frame, 0, frame.length);
      assertThat(CODECS.getLast().decode(frame, TEXT_MAX)).hasSize(rawLength);
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
  }

  @MethodSource("containers")
  @FuzzTest(maxDuration = "1m")
  void container(byte[] container) throws IOException {
    try (SigmaInputStream in = SHIPPED.reader(new ByteArrayInputStream(container))) {
      in.readNBytes(4 * TEXT_MAX);
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
  }

  /**
   * The last block, the index and the end mark of a file, with right checks, as a guess would
   * hardly have them, around an index of any bytes.
   *
   * @param body of the index
   */
  @MethodSource("bodies")
  @FuzzTest(maxDuration = "1m")
  void index(byte[] body) throws IOException {
    Path file = Files.write(folder.resolve("indexed"), indexed(body));
    byte[] text = new byte[TEXT_MAX];
    try (SigmaFile opened = SigmaFile.open(SHIPPED, file)) {
      for (long place : new long[] {0, opened.length() / 2, opened.length() - 1}) {
        assertThat(opened.read(Math.max(0, place), text, 0, text.length)).isNotNegative();
      }
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "1m")
  void message(byte[] text) {
    for (MessageCodec codec : CODECS) {
      assertThat(codec.decode(codec.encode(text))).as(codec.name()).isEqualTo(text);
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "1m")
  void file(byte[] text) throws IOException {
    for (StreamOptions way : WAYS) {
      byte[] container = ContainerTest.write(text, way);
      try (SigmaInputStream in = SHIPPED.reader(new ByteArrayInputStream(container))) {
        assertThat(in.readAllBytes()).isEqualTo(text);
      }
    }
  }

  static Stream<byte[]> texts() {
    return Stream.of(
            "",
            "The capital of France is Paris.",
            "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"call_9\"}]}\n",
            "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n".repeat(5),
            "Ein Baum, дерево, 木, \uD83C\uDF33; 0xDEADBEEF 3.14159")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> frames() {
    return texts().flatMap(text -> CODECS.stream().map(codec -> codec.encode(text)));
  }

  static Stream<byte[]> containers() {
    return texts().flatMap(text -> WAYS.stream().map(way -> ContainerTest.write(text, way)));
  }

  static Stream<byte[]> bodies() {
    BlockIndex one = new BlockIndex();
    one.add(STORED_TEXT.length, storedBlock().length, false);
    BlockIndex hollow = new BlockIndex();
    hollow.add(STORED_TEXT.length, 0, false);
    hollow.add(STORED_TEXT.length, storedBlock().length, false);
    return Stream.of(one.body(0), hollow.body(0), new BlockIndex().body(0));
  }

  private static byte[] storedBlock() {
    byte[] block = new byte[3 + STORED_TEXT.length + Container.CHECK_BYTES];
    block[0] = (byte) Tier.STORED.code();
    block[1] = (byte) STORED_TEXT.length;
    block[2] = (byte) STORED_TEXT.length;
    System.arraycopy(STORED_TEXT, 0, block, 3, STORED_TEXT.length);
    LittleEndian.putInt(
        block, 3 + STORED_TEXT.length, Container.check(STORED_TEXT, 0, STORED_TEXT.length));
    return block;
  }

  /** A container of one block, and an index with {@code body} whose sums the end mark repeats. */
  private static byte[] indexed(byte[] body) {
    byte[] header = new byte[Container.FIXED_HEADER_BYTES];
    LittleEndian.putInt(header, 0, Container.MAGIC);
    header[4] = Container.VERSION;
    byte[] size = new byte[Varint.BYTES_MAX];
    int sizeBytes = Varint.write(size, 0, body.length);
    byte[] check = new byte[Container.CHECK_BYTES];
    LittleEndian.putInt(check, 0, Container.check(body, 0, body.length));
    byte[] end = new byte[Container.END_BYTES];
    end[0] = Container.END;
    LittleEndian.putInt(end, 1, textLength(body));
    LittleEndian.putInt(end, 9, 1 + sizeBytes + body.length + Container.CHECK_BYTES);
    LittleEndian.putInt(end, 13, Container.END_MAGIC);
    ByteArrayOutputStream container = new ByteArrayOutputStream();
    container.writeBytes(header);
    container.writeBytes(storedBlock());
    container.write(Container.INDEX);
    container.write(size, 0, sizeBytes);
    container.writeBytes(body);
    container.writeBytes(check);
    container.writeBytes(end);
    return container.toByteArray();
  }

  private static int textLength(byte[] body) {
    try {
      BlockIndex index = BlockIndex.read(body);
      int length = 0;
      for (int block = 0; block < index.count(); block++) {
        length += index.raw(block);
      }
      return length;
    } catch (MalformedFrameException e) {
      return 0;
    }
  }
}
