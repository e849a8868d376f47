package ryot.lang.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Objects;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/**
 * The stream tier for isolated messages: one Zstandard frame each, without the magic number, sizes
 * and checksums that the frame around it has already.
 *
 * <p>Its native memory is given back with the object; contexts are reused, not made per message.
 */
public final class ZstdCodec implements Codec {

  /** The usual level: the best ratio before speed falls. */
  public static final int LEVEL = 3;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  private ZstdCodec(int level) {
    compressor
        .setLevel(level)
        .setMagicless(true)
        .setContentSize(false)
        .setChecksum(false)
        .setDictID(false);
    decompressor.setMagicless(true);
    NativeContexts.freeWith(this, compressor, decompressor);
  }

  /** A context without a dictionary, at a level from 1 to 22. */
  public static ZstdCodec plain(int level) {
    return new ZstdCodec(level);
  }

  /** A context that knows {@code dictionary}. */
  public static ZstdCodec with(ZstdDictionary dictionary) {
    ZstdCodec codec = new ZstdCodec(dictionary.level());
    codec.compressor.loadDict(dictionary.forCoding());
    codec.decompressor.loadDict(dictionary.forDecoding());
    return codec;
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public int bound(int length) {
    return Math.toIntExact(Zstd.compressBound(Codec.requireLength(length)));
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, bound(length), out.length);
    return compressor.compressByteArray(out, at, out.length - at, in, from, length);
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    int written;
    try {
      written = decompressor.decompressByteArray(out, at, rawLength, in, from, length);
    } catch (ZstdException e) {
      throw new MalformedPayloadException(
          "a stream payload of " + length + " bytes is no Zstandard frame: " + e.getMessage(), e);
    }
    if (written != rawLength) {
      throw new MalformedPayloadException(
          "a stream payload gives " + written + " bytes where its frame says " + rawLength);
    }
  }
}
