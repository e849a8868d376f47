package ryot.vault;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import ryot.vault.log.Entry;
import ryot.vault.log.Place;
import ryot.vault.storage.VaultException;

/**
 * A unit in the vault, whose parts are read when they are asked for. It needs no closing. Any
 * thread may read, and several threads may read pieces of one part at the same time.
 *
 * <p>If the unit is replaced or deleted meanwhile, what it was is read, or, once its room was given
 * back, a {@link RsuGoneException} thrown; never a mixture.
 */
public final class StoredRsu {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final RecordReader reader;
  private final IntFunction<Optional<TextCodec>> codecs;
  private final RsuInfo info;
  private volatile Entry entry;

  /**
   * @param codecs finds a codec by its code
   */
  StoredRsu(
      RecordReader reader, IntFunction<Optional<TextCodec>> codecs, RsuInfo info, Entry entry) {
    this.reader = reader;
    this.codecs = codecs;
    this.info = info;
    this.entry = entry;
  }

  /** What is known of it without reading. */
  public RsuInfo info() {
    return info;
  }

  /** Bytes on the disk. */
  public long diskBytes() {
    return entry.diskBytes();
  }

  /** The bytes of its keys and values; 0 if it has none. */
  public long kvBytes() {
    return info.sizes().kvBytes();
  }

  /**
   * Reads a piece of its keys and values.
   *
   * @param from in bytes
   * @param target filled; it and {@code from} lie within the part
   */
  public void readKv(long from, MemorySegment target) throws IOException {
    if (from < 0 || target.byteSize() > kvBytes() - from) {
      throw new IndexOutOfBoundsException(
          "bytes %,d to %,d of %,d of \"%s\""
              .formatted(from, from + target.byteSize(), kvBytes(), info.id()));
    }
    read(from, target);
  }

  /** Its keys and values as a stream, which is read frame by frame. */
  public InputStream kvStream() {
    return new KvStream();
  }

  /** Its text. */
  public Optional<String> text() throws IOException {
    int code = info.sizes().textCode();
    if (code < 0) {
      return Optional.empty();
    }
    byte[] stored = new byte[info.sizes().textBytes()];
    read(info.sizes().textStart(), MemorySegment.ofArray(stored));
    return Optional.of(decode(code, stored));
  }

  private String decode(int code, byte[] stored) {
    TextCodec codec =
        codecs
            .apply(code)
            .orElseThrow(
                () ->
                    new VaultException(
                        "the text of \"%s\" was stored by codec %d, which this program has not"
                            .formatted(info.id(), code)));
    return codec.decode(stored);
  }

  /** The text's token ids. */
  public Optional<int[]> tokens() throws IOException {
    int count = info.sizes().tokens();
    if (count < 0) {
      return Optional.empty();
    }
    return Optional.of(
        bytes(info.sizes().tokensStart(), (long) Integer.BYTES * count).toArray(INT));
  }

  /** Its place in a space of meanings. */
  public Optional<float[]> embedding() throws IOException {
    int count = info.sizes().embedding();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        bytes(info.sizes().embeddingStart(), (long) Float.BYTES * count).toArray(FLOAT));
  }

  /**
   * All of it, on the heap.
   *
   * @throws VaultException if its keys and values are larger than 1 GiB: read them in pieces
   */
  public Rsu load() throws IOException {
    RsuInfo.PartSizes sizes = info.sizes();
    if (sizes.bytes() > 1 << 30) {
      throw new VaultException(
          "\"%s\" has %,d bytes: read its parts in pieces".formatted(info.id(), sizes.bytes()));
    }
    Rsu.Builder rsu =
        Rsu.builder(info.id())
            .kind(info.kind())
            .metadata(info.metadata())
            .recompute(info.recompute())
            .pinned(info.pinned())
            .created(info.created());
    info.tags().forEach(rsu::tag);
    MemorySegment all = bytes(0, sizes.bytes());
    if (sizes.kvBytes() > 0) {
      rsu.kv(all.asSlice(0, sizes.kvBytes()));
    }
    if (sizes.textCode() >= 0) {
      byte[] stored =
          all.asSlice(sizes.textStart(), sizes.textBytes()).toArray(ValueLayout.JAVA_BYTE);
      rsu.text(decode(sizes.textCode(), stored));
    }
    if (sizes.tokens() >= 0) {
      rsu.tokens(
          all.asSlice(sizes.tokensStart(), (long) Integer.BYTES * sizes.tokens()).toArray(INT));
    }
    if (sizes.embedding() > 0) {
      rsu.embedding(
          all.asSlice(sizes.embeddingStart(), (long) Float.BYTES * sizes.embedding())
              .toArray(FLOAT));
    }
    return rsu.build();
  }

  private MemorySegment bytes(long from, long size) throws IOException {
    MemorySegment target = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    read(from, target);
    return target;
  }

  /** Reads from all parts as they lie one after another. */
  private void read(long from, MemorySegment target) throws IOException {
    Entry at = entry;
    while (!read(at, from, target)) {
      at = moved(at);
    }
  }

  /** The same unit after compaction. */
  private Entry moved(Entry old) {
    Entry found = reader.find(old.id()).orElse(null);
    if (found == null || found.serial() != old.serial() || found.equals(old)) {
      throw new RsuGoneException(
          "\"%s\" was replaced or deleted after it was found: find it again".formatted(info.id()));
    }
    entry = found;
    return found;
  }

  private boolean read(Entry at, long from, MemorySegment target) throws IOException {
    long start = 0;
    for (Place part : at.parts()) {
      if (!read(part, 0, start, part.length(), from, target)) {
        return false;
      }
      start += part.length();
    }
    return read(at.head(), at.note().length, start, at.headBytes(), from, target);
  }

  /**
   * Reads what of the wanted bytes lies in one record.
   *
   * @param skip bytes of the body before
   * @param start which byte of all its first is
   * @param size bytes of it
   */
  private boolean read(Place place, int skip, long start, int size, long from, MemorySegment target)
      throws IOException {
    long begin = Math.max(start, from);
    long end = Math.min(start + size, from + target.byteSize());
    return begin >= end
        || reader.read(
            place,
            skip + Math.toIntExact(begin - start),
            target.asSlice(begin - from, end - begin));
  }

  /** Reads some frames at a time, since each is opened as a whole. */
  private final class KvStream extends InputStream {
    private static final int BUFFER = 256 << 10;

    private final byte[] buffer = new byte[(int) Math.min(BUFFER, kvBytes())];
    private long position;
    private int next;
    private int end;

    @Override
    public int read() throws IOException {
      return fill() ? Byte.toUnsignedInt(buffer[next++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, end - next);
      System.arraycopy(buffer, next, target, offset, count);
      next += count;
      return count;
    }

    /** Whether there is a byte to give. */
    private boolean fill() throws IOException {
      if (next == end) {
        int count = (int) Math.min(buffer.length, kvBytes() - position);
        readKv(position, MemorySegment.ofArray(buffer).asSlice(0, count));
        position += count;
        next = 0;
        end = count;
      }
      return next < end;
    }
  }
}
