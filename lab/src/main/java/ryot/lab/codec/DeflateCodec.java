package ryot.lab.codec;

import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/** The JDK's deflate at level 6, without zlib's header and check, for comparison. */
final class DeflateCodec implements Codec {

  private static final int LEVEL = 6;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final Inflater inflater = new Inflater(true);

  @Override
  public String name() {
    return "deflate-6";
  }

  @Override
  public int bound(int length) {
    return length + length / 1_000 + 64;
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    deflater.reset();
    deflater.setInput(in, from, length);
    deflater.finish();
    return deflater.deflate(out, at, out.length - at);
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    inflater.reset();
    inflater.setInput(in, from, length);
    try {
      int written = inflater.inflate(out, at, rawLength);
      if (written != rawLength) {
        throw new MalformedPayloadException(written + " bytes instead of " + rawLength);
      }
    } catch (DataFormatException e) {
      throw new MalformedPayloadException("no deflate stream: " + e.getMessage(), e);
    }
  }
}
