package ryot.lang.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;

/**
 * A container in a file, read at any place: its index says which block holds it, and reading begins
 * there, or at the checkpoint before it where the block continues a session (at most 4 MiB of
 * text). The index is held in memory, about 25 bytes for each block of 64 KiB. One thread.
 */
public final class SigmaFile implements AutoCloseable {

  /** Type, two lengths, and a check: no block has less. */
  private static final int FRAME_BYTES_MIN = 3 + Container.CHECK_BYTES;

  private static final int FRAME_BYTES_MAX =
      1 + 2 * Varint.BYTES_MAX + Limits.BLOCK_BYTES + Container.PAYLOAD_SLACK + 4;

  private final FileChannel channel;
  private final BlockReader reader;
  private final BlockIndex index;
  private final long[] textEnds;
  private final long[] blockEnds;
  private final byte[] text = new byte[Limits.BLOCK_BYTES];
  private int held = -1;

  private SigmaFile(FileChannel channel, BlockReader reader, BlockIndex index) {
    this.channel = channel;
    this.reader = reader;
    this.index = index;
    this.textEnds = new long[index.count()];
    this.blockEnds = new long[index.count()];
  }

  /**
   * Opens a file of one container; the caller closes.
   *
   * @throws MalformedFrameException if it is none, or was cut short
   * @throws UnknownModelException if it was coded with a model that is not here
   */
  public static SigmaFile open(Sigma sigma, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return open(sigma, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SigmaFile open(Sigma sigma, FileChannel channel) throws IOException {
    byte[] fixed = read(channel, 0, Container.FIXED_HEADER_BYTES);
    int models = BlockReader.modelCount(fixed);
    int header = Container.FIXED_HEADER_BYTES + models * Container.MODEL_BYTES;
    BlockReader reader = new BlockReader(sigma, read(channel, 0, header));
    long endAt = channel.size() - Container.END_BYTES;
    byte[] end = read(channel, Math.max(0, endAt), Container.END_BYTES);
    if (end[0] != Container.END || LittleEndian.intAt(end, 13) != Container.END_MAGIC) {
      throw new MalformedFrameException("the container does not end with its end mark: cut short");
    }
    long indexAt = endAt - Integer.toUnsignedLong(LittleEndian.intAt(end, 9));
    Deque<long[]> places = new ArrayDeque<>();
    Deque<BlockIndex> indexes = new ArrayDeque<>();
    int blocks = 0;
    long next = endAt;
    while (true) {
      byte[] body = body(channel, header, indexAt);
      if (indexAt + size(body) > next) { // or else indexes within indexes would take any memory
        throw new MalformedFrameException("the index at byte " + indexAt + " runs into the next");
      }
      next = indexAt;
      BlockIndex part = BlockIndex.read(body);
      blocks = Math.addExact(blocks, part.count());
      places.push(new long[] {indexAt, indexAt + size(body)});
      indexes.push(part);
      int distance = BlockIndex.distance(body);
      if (distance == 0) {
        break;
      }
      indexAt -= distance;
      // Bodies have at least three bytes, so this ends where the file begins.
    }
    return gather(channel, reader, header, new Parts(places, indexes), LittleEndian.longAt(end, 1));
  }

  /** Indexes from first to last, each with the place where it begins and ends. */
  private record Parts(Deque<long[]> places, Deque<BlockIndex> indexes) {}

  private static SigmaFile gather(
      FileChannel channel, BlockReader reader, long header, Parts parts, long total) {
    BlockIndex all = new BlockIndex();
    parts.indexes().forEach(all::addAll);
    SigmaFile file = new SigmaFile(channel, reader, all);
    long textEnd = 0;
    long position = header;
    int block = 0;
    for (BlockIndex part : parts.indexes()) {
      long[] place = parts.places().remove();
      for (int i = 0; i < part.count(); i++, block++) {
        if (part.raw(i) == 0
            || part.raw(i) > Limits.BLOCK_BYTES
            || part.stored(i) < FRAME_BYTES_MIN
            || part.stored(i) > FRAME_BYTES_MAX) {
          throw new MalformedFrameException(
              "an index has a block that is shorter or longer than any");
        }
        textEnd += part.raw(i);
        position += part.stored(i);
        file.textEnds[block] = textEnd;
        file.blockEnds[block] = position;
      }
      if (position != place[0]) {
        throw new MalformedFrameException(
            "the blocks of an index end at byte " + position + ", and it begins at " + place[0]);
      }
      position = place[1];
    }
    if (textEnd != total) {
      throw new MalformedFrameException(
          "the indexes have " + textEnd + " bytes of text, and the end mark says " + total);
    }
    return file;
  }

  /** Bytes of text. */
  public long length() {
    return textEnds.length == 0 ? 0 : textEnds[textEnds.length - 1];
  }

  /**
   * Reads text from {@code position} on into {@code bytes[from, from + length)}, as much as there
   * is.
   *
   * @return bytes read; 0 behind the end of the text
   */
  public int read(long position, byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (position < 0) {
      throw new IllegalArgumentException("text begins at 0, not at " + position);
    }
    int done = 0;
    while (done < length && position + done < length()) {
      long place = position + done;
      int block = block(place);
      hold(block);
      long start = block == 0 ? 0 : textEnds[block - 1];
      int within = Math.toIntExact(place - start);
      int part = Math.min(length - done, Math.toIntExact(textEnds[block] - place));
      System.arraycopy(text, within, bytes, from + done, part);
      done += part;
    }
    return done;
  }

  private int block(long place) {
    int found = Arrays.binarySearch(textEnds, place + 1);
    return found >= 0 ? found : -found - 1;
  }

  /** Decodes a block, from its checkpoint on unless the block before it is at hand. */
  private void hold(int block) throws IOException {
    if (held == block) {
      return;
    }
    int first = block;
    while (first > 0 && index.continues(first) && held != first - 1) {
      first--;
    }
    held = -1;
    for (int i = first; i <= block; i++) {
      decode(i);
    }
    held = block;
  }

  private void decode(int block) throws IOException {
    int size = index.stored(block);
    byte[] frame = read(channel, blockEnds[block] - size, size);
    int type = frame[0] & 0xFF;
    int raw = Varint.read(frame, 1, size);
    int at = 1 + Varint.size(raw);
    int payloadSize = Varint.read(frame, at, size);
    at += Varint.size(payloadSize);
    if (type > Container.DATA_UP_TO) {
      throw new MalformedFrameException("the index names as text what is of type " + type);
    }
    BlockReader.check(type, raw, payloadSize);
    if (at + payloadSize + Container.CHECK_BYTES != size || raw != index.raw(block)) {
      throw new MalformedFrameException("a block is not as long as the index says");
    }
    byte[] payload = Arrays.copyOfRange(frame, at, at + payloadSize);
    reader.read(type, payload, payloadSize, text, raw, LittleEndian.intAt(frame, at + payloadSize));
  }

  private static byte[] body(FileChannel channel, long header, long at) throws IOException {
    if (at < header) {
      throw new MalformedFrameException("an index would begin at byte " + at);
    }
    int most = 1 + Varint.BYTES_MAX;
    byte[] head = read(channel, at, most);
    int size = Varint.read(head, 1, most);
    if (head[0] != Container.INDEX || size > Container.INDEX_BYTES_MAX) {
      throw new MalformedFrameException("there is no index at byte " + at);
    }
    byte[] whole = read(channel, at + 1 + Varint.size(size), size + Container.CHECK_BYTES);
    byte[] body = Arrays.copyOf(whole, size);
    if (Container.check(body, 0, size) != LittleEndian.intAt(whole, size)) {
      throw new MalformedFrameException("the check of the index at byte " + at + " is wrong");
    }
    return body;
  }

  private static long size(byte[] body) {
    return 1L + Varint.size(body.length) + body.length + Container.CHECK_BYTES;
  }

  private static byte[] read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new MalformedFrameException(
            "the file ends at byte " + channel.size() + " and something is said to be at " + at,
            new EOFException());
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
