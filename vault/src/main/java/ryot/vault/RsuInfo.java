package ryot.vault;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import ryot.vault.log.Change;
import ryot.vault.log.TamperedException;

/**
 * What is known of a unit without reading its parts.
 *
 * @param id what its owner calls it, 1 to 1,024 bytes of UTF-8
 * @param kind what it is, such as {@code note} or {@code kv}; may be empty
 * @param tags what it can be found by
 * @param metadata what else its owner wants to know
 * @param recompute what it would take to make it anew
 * @param pinned whether it is never evicted
 * @param created when it was made, to the millisecond
 * @param sizes of its parts
 */
public record RsuInfo(
    String id,
    String kind,
    SortedSet<String> tags,
    SortedMap<String, String> metadata,
    Duration recompute,
    boolean pinned,
    Instant created,
    PartSizes sizes) {
  /** The most bytes of an id. */
  public static final int ID_BYTES_MAX = 1_024;

  private static final byte FORMAT = 1;

  /**
   * How large the parts are.
   *
   * @param kvBytes of keys and values
   * @param textCode how the text is stored, by {@link TextCodec#code}; -1 if there is none
   * @param textBytes of the text as it is stored
   * @param tokens how many; -1 if there is no such part
   * @param embedding how many dimensions; 0 if there is none
   */
  public record PartSizes(long kvBytes, int textCode, int textBytes, int tokens, int embedding) {
    /** All bytes of the parts. */
    public long bytes() {
      return kvBytes + textBytes + (long) Integer.BYTES * (Math.max(0, tokens) + embedding);
    }

    long textStart() {
      return kvBytes;
    }

    long tokensStart() {
      return kvBytes + textBytes;
    }

    long embeddingStart() {
      return tokensStart() + (long) Integer.BYTES * Math.max(0, tokens);
    }
  }

  /**
   * Checks what an owner gave.
   *
   * @throws IllegalArgumentException if the id is empty or too long, or all together too large
   */
  public RsuInfo {
    int idBytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (idBytes == 0 || idBytes > ID_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an id has 1 to %,d bytes, and this has %,d".formatted(ID_BYTES_MAX, idBytes));
    }
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /**
   * What the log keeps beside the record.
   *
   * <pre>
   *   format u8 | created millis i64 | recompute millis i64 | pinned u8
   *   KV bytes u64 | text code i16 | text bytes u32 | tokens i32 | dimensions u32
   *   id | kind | tags u16, each | metadata u16, each key and value       strings: u16 bytes, UTF-8
   * </pre>
   *
   * @throws IllegalArgumentException if it is too large
   */
  byte[] encode() {
    ByteBuffer target = ByteBuffer.allocate(Change.NOTE_MAX);
    try {
      target.put(FORMAT).putLong(created.toEpochMilli()).putLong(recompute.toMillis());
      target.put((byte) (pinned ? 1 : 0));
      target.putLong(sizes.kvBytes()).putShort((short) sizes.textCode());
      target.putInt(sizes.textBytes()).putInt(sizes.tokens()).putInt(sizes.embedding());
      put(target, id);
      put(target, kind);
      target.putShort((short) tags.size());
      tags.forEach(tag -> put(target, tag));
      target.putShort((short) metadata.size());
      metadata.forEach(
          (key, value) -> {
            put(target, key);
            put(target, value);
          });
    } catch (BufferOverflowException e) {
      throw new IllegalArgumentException(
          "id, kind, tags and metadata of \"%s\" take more than %,d bytes: put what is large into its text"
              .formatted(id, Change.NOTE_MAX),
          e);
    }
    byte[] note = new byte[target.position()];
    target.flip().get(note);
    return note;
  }

  private static void put(ByteBuffer target, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > target.remaining()) {
      throw new BufferOverflowException();
    }
    target.putShort((short) bytes.length).put(bytes);
  }

  /** Reads what {@link #encode} wrote, which the log has authenticated. */
  static RsuInfo decode(byte[] note) {
    try {
      ByteBuffer source = ByteBuffer.wrap(note);
      byte format = source.get();
      if (format != FORMAT) {
        throw new TamperedException(
            "a unit has format %d, and this program reads %d: a newer program wrote it"
                .formatted(format, FORMAT));
      }
      Instant created = Instant.ofEpochMilli(source.getLong());
      Duration recompute = Duration.ofMillis(source.getLong());
      boolean pinned = source.get() == 1;
      PartSizes sizes =
          new PartSizes(
              source.getLong(),
              source.getShort(),
              source.getInt(),
              source.getInt(),
              source.getInt());
      String id = string(source);
      String kind = string(source);
      SortedSet<String> tags = new TreeSet<>();
      for (int left = Short.toUnsignedInt(source.getShort()); left > 0; left--) {
        tags.add(string(source));
      }
      SortedMap<String, String> metadata = new TreeMap<>();
      for (int left = Short.toUnsignedInt(source.getShort()); left > 0; left--) {
        metadata.put(string(source), string(source));
      }
      return new RsuInfo(id, kind, tags, metadata, recompute, pinned, created, sizes);
    } catch (BufferUnderflowException e) {
      throw new TamperedException("the note of a unit ends too early", e);
    }
  }

  private static String string(ByteBuffer source) {
    byte[] bytes = new byte[Short.toUnsignedInt(source.getShort())];
    source.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
