package ryot.lang;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One tier's coding context: any bytes in, the same bytes out.
 *
 * <p>A context is reused from message to message and belongs to one thread at a time; what contexts
 * share (tables, dictionaries) is immutable. A payload is the coding alone: its length, its raw
 * length and the tier that wrote it stand in the frame around it. Arrays are borrowed until return.
 */
public interface Codec {

  /** The tier's name as commands and reports print it: {@code token}, {@code stream}, … */
  String name();

  /**
   * {@code length}, as that of a message.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static int requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("a message has 0 bytes or more, not " + length);
    }
    return length;
  }

  /**
   * The most bytes that {@link #encode} may write for a message of {@code length} bytes.
   *
   * @throws IllegalArgumentException if {@code length} is negative
   */
  int bound(int length);

  /**
   * Codes {@code in[from, from + length)} into {@code out} from {@code at} on, where at least
   * {@code bound(length)} bytes must be free.
   *
   * @return bytes written; may exceed {@code length} for a message that this tier cannot shorten
   * @throws IndexOutOfBoundsException if a range lies outside its array
   */
  int encode(byte[] in, int from, int length, byte[] out, int at);

  /**
   * Decodes {@code in[from, from + length)} into {@code out[at, at + rawLength)}, writing nothing
   * beyond. {@code rawLength} comes from the frame and was bounded before {@code out} was made.
   *
   * @throws MalformedPayloadException if this is not the coding of a message of {@code rawLength}
   *     bytes; what {@code out} then holds in the range is undefined
   * @throws IndexOutOfBoundsException if a range lies outside its array
   */
  void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength);

  /** The payloads of {@code messages}; a tier may be faster so than one by one. */
  default List<byte[]> encodeAll(List<byte[]> messages) {
    List<byte[]> payloads = new ArrayList<>();
    for (byte[] message : messages) {
      byte[] out = new byte[bound(message.length)];
      payloads.add(Arrays.copyOf(out, encode(message, 0, message.length, out, 0)));
    }
    return payloads;
  }

  /**
   * The messages of {@code payloads}, likewise.
   *
   * @param rawLengths bytes of each message, bounded
   * @throws MalformedPayloadException if one is not the coding of a message of its length
   */
  default List<byte[]> decodeAll(List<byte[]> payloads, int[] rawLengths) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < rawLengths.length; i++) {
      byte[] message = new byte[rawLengths[i]];
      byte[] payload = payloads.get(i);
      decode(payload, 0, payload.length, message, 0, message.length);
      messages.add(message);
    }
    return messages;
  }
}
