package ryot.lang.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/**
 * The token tier: isolated messages, each coded alone by what {@link TokenTables} know. Any bytes
 * go in. One thread at a time; nothing is allocated for a message no longer than one before it.
 *
 * <p>A payload that is as long as the text is the text. Else, up to 65 024 bytes of text are one
 * block; longer text is cut into blocks of 65 024 bytes, each with its size in front:
 *
 * <pre>
 * ┌──────────────┬─────────┬──────────────┬─────────┬───
 * │ size u16 LE  │ block   │ size u16 LE  │ block   │ …
 * └──────────────┴─────────┴──────────────┴─────────┴───
 * </pre>
 *
 * A block that is as long as its text is its text; else it is a coding of {@link
 * ryot.lang.entropy.Rans}, always shorter.
 */
public final class TokenCodec implements Codec {

  /** Text of a block, bytes, at most: 16 bits number its tokens, and some places between. */
  static final int BLOCK_BYTES = 65_024;

  private static final int SIZE_BYTES = 2;

  private final MessageDecoder decoder;
  private final TokenTables tables;
  private @Nullable MessageEncoder encoder;

  /** A codec by these tables, which may serve any number of codecs. */
  public TokenCodec(TokenTables tables) {
    this.tables = tables;
    this.decoder = new MessageDecoder(tables);
  }

  @Override
  public String name() {
    return "token";
  }

  @Override
  public int bound(int length) {
    long blocks = ((long) Codec.requireLength(length) + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return Math.toIntExact(length <= BLOCK_BYTES ? length : length + blocks * SIZE_BYTES);
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, bound(length), out.length);
    if (length <= BLOCK_BYTES) {
      return block(in, from, length, out, at);
    }
    int to = at;
    for (int done = 0; done < length; done += BLOCK_BYTES) {
      int size = block(in, from + done, Math.min(BLOCK_BYTES, length - done), out, to + SIZE_BYTES);
      out[to] = (byte) size;
      out[to + 1] = (byte) (size >>> 8);
      to += SIZE_BYTES + size;
    }
    return to - at;
  }

  private int block(byte[] in, int from, int length, byte[] out, int at) {
    MessageEncoder messages = encoder;
    if (messages == null) {
      messages = new MessageEncoder(tables);
      encoder = messages;
    }
    int size = messages.encode(in, from, length, out, at, length);
    if (size >= 0) {
      return size;
    }
    System.arraycopy(in, from, out, at, length);
    return length;
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    if (rawLength <= BLOCK_BYTES) {
      open(in, from, length, out, at, rawLength);
      return;
    }
    int next = from;
    int end = from + length;
    for (int done = 0; done < rawLength; done += BLOCK_BYTES) {
      if (end - next < SIZE_BYTES) {
        throw new MalformedPayloadException(
            "the token tier's payload ends before its block " + done / BLOCK_BYTES);
      }
      int size = (in[next] & 0xFF) | (in[next + 1] & 0xFF) << 8;
      next += SIZE_BYTES;
      if (size > end - next) {
        throw new MalformedPayloadException(
            "the token tier's payload ends inside its block " + done / BLOCK_BYTES);
      }
      open(in, next, size, out, at + done, Math.min(BLOCK_BYTES, rawLength - done));
      next += size;
    }
    if (next != end) {
      throw new MalformedPayloadException(
          "the token tier's payload has %d bytes after its last block".formatted(end - next));
    }
  }

  private void open(byte[] in, int from, int size, byte[] out, int at, int rawLength) {
    if (size == rawLength) {
      System.arraycopy(in, from, out, at, size);
    } else if (size > rawLength) {
      throw new MalformedPayloadException(
          "the token tier's payload has %d bytes for %d of text".formatted(size, rawLength));
    } else {
      decoder.decode(in, from, size, out, at, rawLength);
    }
  }
}
