package ryot.lang;

import java.util.Objects;

/** The tier that changes nothing: for messages that no other tier shortens. */
public final class StoredCodec implements Codec {

  /** A context; it holds nothing. */
  public StoredCodec() {}

  @Override
  public String name() {
    return "stored";
  }

  @Override
  public int bound(int length) {
    return Codec.requireLength(length);
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, length, out.length);
    System.arraycopy(in, from, out, at, length);
    return length;
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    if (length != rawLength) {
      throw new MalformedPayloadException(
          "a stored message of " + rawLength + " bytes has a payload of " + length);
    }
    System.arraycopy(in, from, out, at, length);
  }
}
