package ryot.vault;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import ryot.vault.log.Change;
import ryot.vault.log.RecordId;

/**
 * How a unit's parts lie in a record of the log.
 *
 * <pre>
 *   KV | text as stored | tokens i32 each | embedding f32 each      lowest byte first
 * </pre>
 *
 * <p>What is small lies in the record itself. Of what is large, pieces come before it, the KV first
 * and on their own, so that they are read without a copy.
 *
 * @param note what the log keeps beside the record
 * @param pieces written before the record, in order
 * @param inline in the record
 */
record Parts(byte[] note, List<ByteBuffer> pieces, ByteBuffer inline) {
  /** The most bytes that lie in the record itself: with its note, one frame. */
  static final int INLINE_MAX = 48 << 10;

  /** The most bytes of text, tokens and embedding together. */
  static final int REST_MAX = 256 << 20;

  /** The most bytes of a piece. */
  static final int PIECE_MAX = 4 << 20;

  static Parts of(Rsu rsu, TextCodec codec) {
    return of(rsu, codec, 0);
  }

  /**
   * The parts of a unit.
   *
   * @param kvBytesBefore of keys and values that were written already
   * @throws IllegalArgumentException if text, tokens and embedding are too large
   */
  static Parts of(Rsu rsu, TextCodec codec, long kvBytesBefore) {
    byte[] text = rsu.text().map(codec::encode).orElse(new byte[0]);
    int[] tokens = rsu.tokens().orElse(new int[0]);
    float[] embedding = rsu.embedding().orElse(new float[0]);
    MemorySegment kv = rsu.kv().orElse(MemorySegment.NULL);
    RsuInfo.PartSizes sizes =
        new RsuInfo.PartSizes(
            kvBytesBefore + kv.byteSize(),
            rsu.text().isPresent() ? codec.code() : -1,
            text.length,
            rsu.tokens().isPresent() ? tokens.length : -1,
            embedding.length);
    byte[] note = rsu.info(sizes).encode();
    List<ByteBuffer> pieces = new ArrayList<>();
    boolean kvInline = kv.byteSize() <= INLINE_MAX;
    if (!kvInline) {
      cut(kv, pieces);
    }
    long restBytes = sizes.bytes() - sizes.kvBytes() + (kvInline ? kv.byteSize() : 0);
    if (restBytes > REST_MAX) {
      throw new IllegalArgumentException(
          "text, tokens and embedding of \"%s\" have %,d bytes, and at most %,d are taken"
              .formatted(rsu.id(), restBytes, REST_MAX));
    }
    ByteBuffer rest = ByteBuffer.allocate((int) restBytes).order(ByteOrder.LITTLE_ENDIAN);
    if (kvInline) {
      rest.put(kv.asByteBuffer());
    }
    rest.put(text);
    rest.asIntBuffer().put(tokens);
    rest.position(rest.position() + Integer.BYTES * tokens.length);
    rest.asFloatBuffer().put(embedding);
    rest.rewind();
    if (rest.remaining() <= INLINE_MAX) {
      return new Parts(note, pieces, rest);
    }
    cut(MemorySegment.ofBuffer(rest), pieces);
    return new Parts(note, pieces, ByteBuffer.allocate(0));
  }

  private static void cut(MemorySegment memory, List<ByteBuffer> pieces) {
    for (long at = 0; at < memory.byteSize(); at += PIECE_MAX) {
      pieces.add(memory.asSlice(at, Math.min(PIECE_MAX, memory.byteSize() - at)).asByteBuffer());
    }
  }

  /** Bytes of all. */
  long bytes() {
    long bytes = (long) note.length + inline.remaining();
    for (ByteBuffer piece : pieces) {
      bytes += piece.remaining();
    }
    return bytes;
  }

  /** What puts it: the pieces first. */
  List<Change> changes(RecordId id, long stream) {
    return changes(id, stream, 0);
  }

  /** The same, after pieces that were written already. */
  List<Change> changes(RecordId id, long stream, int piecesBefore) {
    List<Change> changes = new ArrayList<>();
    int number = piecesBefore;
    for (ByteBuffer piece : pieces) {
      changes.add(new Change.Part(stream, number++, piece));
    }
    changes.add(new Change.Put(id, note, inline, number == 0 ? 0 : stream, number));
    return changes;
  }
}
