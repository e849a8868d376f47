package ryot.lang.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link SigmaOutputStream} wrote; several one behind the other are read as one. Every
 * block is checked before a byte of it is handed out. One thread.
 *
 * <p>Reading throws {@link MalformedFrameException}, {@link UnknownModelException} or {@link
 * NewerFormatException} where the bytes are not to be read, and {@code IOException} where they
 * cannot be had.
 */
public final class SigmaInputStream extends InputStream {

  private final Sigma sigma;
  private final InputStream in;
  private final byte[] text = new byte[Limits.BLOCK_BYTES];
  private final byte[] payload = new byte[Limits.BLOCK_BYTES + Container.PAYLOAD_SLACK];
  private @Nullable BlockReader reader;
  private int at;
  private int end;
  private long total;
  private long position;
  private boolean over;

  SigmaInputStream(Sigma sigma, InputStream in) {
    this.sigma = sigma;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return ready() ? text[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!ready()) {
      return -1;
    }
    int part = Math.min(length, end - at);
    System.arraycopy(text, at, bytes, from, part);
    at += part;
    return part;
  }

  @Override
  public int available() {
    return end - at;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Whether there is text, reading on as far as it takes. */
  private boolean ready() throws IOException {
    while (at == end && !over) {
      step();
    }
    return at < end;
  }

  private void step() throws IOException {
    BlockReader blocks = reader;
    if (blocks == null) {
      begin();
      return;
    }
    int type = in.read();
    position++;
    if (type < 0) {
      throw new MalformedFrameException(
          "the container ends at byte "
              + (position - 1)
              + " without its end mark: it was cut short");
    }
    if (type <= Container.DATA_UP_TO) {
      data(blocks, type);
    } else if (type == Container.END) {
      end();
    } else if (type == Container.INDEX) {
      index();
    } else if (type >= Container.PASSED_OVER_FROM) {
      passOver(varint());
    } else {
      throw new NewerFormatException("a block of type " + type);
    }
  }

  private void begin() throws IOException {
    byte[] fixed = new byte[Container.FIXED_HEADER_BYTES];
    int first = in.read();
    if (first < 0 && position > 0) {
      over = true;
      return;
    }
    if (first < 0) {
      throw new MalformedFrameException("there is nothing: not even an empty text takes no bytes");
    }
    fixed[0] = (byte) first;
    position++;
    fully(fixed, 1, fixed.length - 1);
    int models = BlockReader.modelCount(fixed);
    byte[] header = Arrays.copyOf(fixed, fixed.length + models * Container.MODEL_BYTES);
    fully(header, fixed.length, header.length - fixed.length);
    reader = new BlockReader(sigma, header);
    total = 0;
  }

  private void data(BlockReader blocks, int type) throws IOException {
    int raw = varint();
    int size = varint();
    BlockReader.check(type, raw, size);
    fully(payload, 0, size);
    byte[] check = new byte[Container.CHECK_BYTES];
    fully(check, 0, check.length);
    blocks.read(type, payload, size, text, raw, LittleEndian.intAt(check, 0));
    at = 0;
    end = raw;
    total += raw;
  }

  private void index() throws IOException {
    int size = varint();
    if (size > Container.INDEX_BYTES_MAX) {
      throw new MalformedFrameException("an index of " + size + " bytes is longer than any");
    }
    passOver(size + Container.CHECK_BYTES);
  }

  private void end() throws IOException {
    byte[] rest = new byte[Container.END_BYTES - 1];
    fully(rest, 0, rest.length);
    if (LittleEndian.intAt(rest, 12) != Container.END_MAGIC
        || LittleEndian.longAt(rest, 0) != total) {
      throw new MalformedFrameException(
          "the end mark says "
              + LittleEndian.longAt(rest, 0)
              + " bytes of text, and there were "
              + total);
    }
    reader = null;
  }

  private int varint() throws IOException {
    byte[] bytes = new byte[Varint.BYTES_MAX];
    for (int i = 0; i < bytes.length; i++) {
      fully(bytes, i, 1);
      if (bytes[i] >= 0) {
        return Varint.read(bytes, 0, i + 1);
      }
    }
    return Varint.read(bytes, 0, bytes.length);
  }

  private void passOver(int size) throws IOException {
    try {
      in.skipNBytes(size);
    } catch (EOFException e) {
      throw cutShort(e);
    }
    position += size;
  }

  private void fully(byte[] bytes, int from, int length) throws IOException {
    if (in.readNBytes(bytes, from, length) < length) {
      throw cutShort(null);
    }
    position += length;
  }

  private MalformedFrameException cutShort(@Nullable EOFException cause) {
    String message = "the container ends within a block that begins before byte " + position;
    return cause == null
        ? new MalformedFrameException(message)
        : new MalformedFrameException(message, cause);
  }
}
