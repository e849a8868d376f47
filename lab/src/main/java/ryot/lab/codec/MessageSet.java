package ryot.lab.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Messages to measure with, each on its own.
 *
 * @param messages none of them empty
 */
public record MessageSet(List<byte[]> messages) {

  /** Bytes of input that are held in memory, at most. */
  public static final long BYTES_MAX = 512L << 20;

  public MessageSet {
    messages = List.copyOf(messages);
  }

  /**
   * Reads files: each file a message, or what {@code framed} and {@code chunkBytes} make of it.
   *
   * @param framed whether a file is records {@code [u32 little-endian length][bytes]}, each a
   *     message
   * @param chunkBytes where given, the text is cut into messages of so many bytes: that of a file,
   *     or of all its records one behind the other; a shorter rest is left out unless it is all
   *     there is
   * @throws IOException if a file cannot be read, is no sequence of records, or all are too much
   */
  public static MessageSet read(List<Path> files, boolean framed, OptionalInt chunkBytes)
      throws IOException {
    long total = 0;
    List<byte[]> messages = new ArrayList<>();
    for (Path file : files) {
      total += Files.size(file);
      if (total > BYTES_MAX) {
        throw new IOException(
            file + ": more than " + (BYTES_MAX >> 20) + " MiB of messages; give fewer files");
      }
      byte[] bytes = Files.readAllBytes(file);
      List<byte[]> parts = framed ? records(file, bytes) : List.of(bytes);
      messages.addAll(chunkBytes.isPresent() ? cut(parts, chunkBytes.getAsInt()) : parts);
    }
    messages.removeIf(message -> message.length == 0);
    if (messages.isEmpty()) {
      throw new IOException(files + ": there is no message in it");
    }
    return new MessageSet(messages);
  }

  /** Bytes of all messages. */
  public long bytes() {
    return messages.stream().mapToLong(message -> message.length).sum();
  }

  private static List<byte[]> records(Path file, byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (in.hasRemaining()) {
      int at = in.position();
      int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new IOException(
            file
                + " at byte "
                + at
                + ": not a record [u32 length][bytes] within the file's "
                + bytes.length
                + " bytes; without --framed it is read as text");
      }
      byte[] record = new byte[length];
      in.get(record);
      records.add(record);
    }
    return records;
  }

  private static List<byte[]> cut(List<byte[]> parts, int chunkBytes) {
    int total = Math.toIntExact(parts.stream().mapToLong(part -> part.length).sum());
    byte[] text = new byte[total];
    int filled = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, text, filled, part.length);
      filled += part.length;
    }
    if (total <= chunkBytes) {
      return List.of(text);
    }
    List<byte[]> chunks = new ArrayList<>();
    for (int from = 0; from + chunkBytes <= total; from += chunkBytes) {
      chunks.add(Arrays.copyOfRange(text, from, from + chunkBytes));
    }
    return chunks;
  }
}
