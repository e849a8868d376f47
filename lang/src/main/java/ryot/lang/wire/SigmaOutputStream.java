package ryot.lang.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.Tier;
import ryot.lang.zstd.SessionCodec;
import ryot.lang.zstd.ZstdCodec;

/**
 * Writes bytes as blocks of at most 64 KiB: blocks that stand alone, or a session from checkpoint
 * to checkpoint, as the {@link StreamOptions} say. {@link #close} writes index and end, without
 * which a reader reports a file that was cut short. One thread.
 *
 * <p>{@link #flush} makes everything written so far readable, at the cost of a shorter block.
 */
public final class SigmaOutputStream extends OutputStream {

  /** Text from checkpoint to checkpoint. */
  static final int STRETCH_BYTES = 64 * Limits.BLOCK_BYTES;

  private final OutputStream out;
  private final StreamOptions options;
  private final Map<Tier, Codec> codecs = new EnumMap<>(Tier.class);
  private final @Nullable SessionCodec session;
  private final byte[] text;
  private int filled;
  private int stretched;
  private long total;
  private byte[] payload = new byte[1024];
  private byte[] tried = new byte[1024];
  private final BlockIndex index = new BlockIndex();
  private long position;
  private long lastIndex = -1;
  private boolean closed;

  SigmaOutputStream(Sigma sigma, OutputStream out, StreamOptions options) throws IOException {
    this.out = out;
    this.options = options;
    this.session = options.session() ? SessionCodec.plain() : null;
    this.text =
        new byte[options.session() && options.blocks() ? STRETCH_BYTES : Limits.BLOCK_BYTES];
    writeHeader(sigma);
  }

  private void writeHeader(Sigma sigma) throws IOException {
    byte[] header = new byte[Container.FIXED_HEADER_BYTES + 4 * Container.MODEL_BYTES];
    LittleEndian.putInt(header, 0, Container.MAGIC);
    header[4] = Container.VERSION;
    int at = Container.FIXED_HEADER_BYTES;
    for (Tier tier : options.blocks() ? Tier.values() : new Tier[0]) {
      Optional<Model> model =
          options.tiers().contains(tier) ? blockModel(sigma, tier) : Optional.empty();
      if (model.isPresent()) {
        codecs.put(tier, model.get().newCodec());
        header[at] = (byte) tier.code();
        LittleEndian.putLong(header, at + 1, model.get().id().value());
        at += Container.MODEL_BYTES;
        header[6]++;
      } else if (options.tiers().contains(tier) && tier == Tier.STREAM) {
        codecs.put(tier, ZstdCodec.plain(ZstdCodec.LEVEL));
      }
    }
    emit(header, 0, at);
  }

  /** Blocks are too long for a dictionary to help. */
  private static Optional<Model> blockModel(Sigma sigma, Tier tier) {
    return tier == Tier.STREAM ? Optional.empty() : sigma.preferred(tier);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (closed) {
      throw new IOException("this stream is closed");
    }
    int at = from;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, text.length - filled);
      System.arraycopy(bytes, at, text, filled, part);
      filled += part;
      at += part;
      left -= part;
      if (filled == text.length) {
        writeText();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    writeText();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (out) {
      writeText();
      closed = true;
      writeIndex();
      byte[] end = new byte[Container.END_BYTES];
      end[0] = Container.END;
      LittleEndian.putLong(end, 1, total);
      LittleEndian.putInt(end, 9, Math.toIntExact(position - lastIndex));
      LittleEndian.putInt(end, 13, Container.END_MAGIC);
      emit(end, 0, end.length);
    }
  }

  /** Writes what is gathered: one block, or a stretch in the smaller of both ways. */
  private void writeText() throws IOException {
    if (filled == 0) {
      return;
    }
    if (session == null) {
      write(blocks());
    } else if (!options.blocks()) {
      write(sessionBlocks(session));
    } else {
      Coded alone = blocks();
      session.codingCheckpoint();
      stretched = 0;
      Coded together = sessionBlocks(session);
      write(together.bytes.size() < alone.bytes.size() ? together : alone);
    }
    total += filled;
    filled = 0;
  }

  /** Blocks as they will be written, with their entries in the index. */
  private static final class Coded {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BlockIndex index = new BlockIndex();
  }

  private void write(Coded coded) throws IOException {
    index.addAll(coded.index);
    byte[] bytes = coded.bytes.toByteArray();
    emit(bytes, 0, bytes.length);
    if (index.count() > Container.INDEX_BLOCKS - STRETCH_BYTES / Limits.BLOCK_BYTES) {
      writeIndex();
    }
  }

  private Coded blocks() {
    Coded coded = new Coded();
    for (int from = 0; from < filled; from += Limits.BLOCK_BYTES) {
      int length = Math.min(Limits.BLOCK_BYTES, filled - from);
      int type = Tier.STORED.code();
      int size = length;
      for (Map.Entry<Tier, Codec> entry : codecs.entrySet()) {
        int attempt = encode(entry.getValue(), from, length);
        if (attempt < size) {
          size = attempt;
          type = entry.getKey().code();
          byte[] swap = payload;
          payload = tried;
          tried = swap;
        }
      }
      if (type == Tier.STORED.code()) {
        block(coded, type, from, length, text, from, length);
      } else {
        block(coded, type, from, length, payload, 0, size);
      }
    }
    return coded;
  }

  private Coded sessionBlocks(SessionCodec codec) {
    Coded coded = new Coded();
    for (int from = 0; from < filled; from += Limits.BLOCK_BYTES) {
      int length = Math.min(Limits.BLOCK_BYTES, filled - from);
      if (stretched + length > STRETCH_BYTES) {
        codec.codingCheckpoint();
        stretched = 0;
      }
      int type = Tier.STREAM.code() | (stretched == 0 ? 0 : Container.CONTINUES);
      int size = encode(codec, from, length);
      block(coded, type, from, length, tried, 0, size);
      stretched += length;
    }
    return coded;
  }

  private int encode(Codec codec, int from, int length) {
    int room = codec.bound(length);
    if (tried.length < room) {
      tried = new byte[room];
    }
    return codec.encode(text, from, length, tried, 0);
  }

  private void block(
      Coded coded, int type, int textFrom, int length, byte[] bytes, int from, int size) {
    byte[] head = new byte[1 + 2 * Varint.BYTES_MAX];
    head[0] = (byte) type;
    int at = 1 + Varint.write(head, 1, length);
    at += Varint.write(head, at, size);
    byte[] check = new byte[Container.CHECK_BYTES];
    LittleEndian.putInt(check, 0, Container.check(text, textFrom, length));
    coded.bytes.write(head, 0, at);
    coded.bytes.write(bytes, from, size);
    coded.bytes.write(check, 0, check.length);
    coded.index.add(length, at + size + Container.CHECK_BYTES, (type & Container.CONTINUES) != 0);
  }

  private void writeIndex() throws IOException {
    byte[] body = index.body(lastIndex < 0 ? 0 : Math.toIntExact(position - lastIndex));
    lastIndex = position;
    byte[] whole = new byte[1 + Varint.BYTES_MAX + body.length + Container.CHECK_BYTES];
    whole[0] = Container.INDEX;
    int at = 1 + Varint.write(whole, 1, body.length);
    System.arraycopy(body, 0, whole, at, body.length);
    at += body.length;
    LittleEndian.putInt(whole, at, Container.check(body, 0, body.length));
    emit(whole, 0, at + Container.CHECK_BYTES);
    index.clear();
  }

  private void emit(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    position += length;
  }
}
