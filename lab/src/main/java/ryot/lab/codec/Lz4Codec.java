package ryot.lab.codec;

import java.util.Objects;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/** LZ4 blocks, for comparison. */
final class Lz4Codec implements Codec {

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public int bound(int length) {
    return compressor.maxCompressedLength(length);
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    return compressor.compress(in, from, length, out, at, out.length - at);
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    try {
      int written = decompressor.decompress(in, from, length, out, at, rawLength);
      if (written != rawLength) {
        throw new MalformedPayloadException(written + " bytes instead of " + rawLength);
      }
    } catch (LZ4Exception e) {
      throw new MalformedPayloadException("no LZ4 block: " + e.getMessage(), e);
    }
  }
}
