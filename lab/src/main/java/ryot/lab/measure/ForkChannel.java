package ryot.lab.measure;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames on a pipe, one JSON value each:
 *
 * <pre>
 * | 0x52594F54 "RYOT" | length, 4 bytes big-endian | length bytes of UTF-8 |
 * </pre>
 *
 * The mark catches a stranger's print on the pipe at once.
 */
final class ForkChannel {

  private static final int MARK = 0x52594F54;
  private static final int MAX_LENGTH = 64 << 20;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ForkChannel() {}

  /** Writes one frame and flushes. */
  static void write(OutputStream out, Object value) throws IOException {
    byte[] body = MAPPER.writeValueAsBytes(value);
    DataOutputStream frame = new DataOutputStream(out);
    frame.writeInt(MARK);
    frame.writeInt(body.length);
    frame.write(body);
    frame.flush();
  }

  /** Reads one frame; empty at the end of the stream. */
  static <T> Optional<T> read(InputStream in, Class<T> type) throws IOException {
    DataInputStream frame = new DataInputStream(in);
    int mark;
    try {
      mark = frame.readInt();
    } catch (EOFException end) {
      return Optional.empty();
    }
    int length = frame.readInt();
    if (mark != MARK || length < 0 || length > MAX_LENGTH) {
      throw new IOException(
          "the fork's record stream holds something else: "
              + new String(
                  java.nio.ByteBuffer.allocate(8).putInt(mark).putInt(length).array(),
                  StandardCharsets.ISO_8859_1));
    }
    try {
      return Optional.of(MAPPER.readValue(frame.readNBytes(length), type));
    } catch (JacksonException e) {
      throw new IOException("the fork sent a record that cannot be read: " + e.getMessage(), e);
    }
  }
}
