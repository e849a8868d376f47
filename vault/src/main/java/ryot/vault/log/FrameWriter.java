package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import ryot.vault.seal.FrameCipher;
import ryot.vault.seal.Hmac;
import ryot.vault.storage.Storage;

/**
 * Seals records one after another into a segment's file. What was written counts from the commit
 * on, and is safe once the file was forced. Committer thread only.
 */
final class FrameWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Segment segment;
  private final FrameCipher cipher;
  private final Hmac chain;
  private final ByteBuffer out;
  private final ByteBuffer plain = ByteBuffer.allocate(Frames.FRAME_MAX);
  private final ByteBuffer aad = ByteBuffer.allocate(Frames.AAD_BYTES);
  private long position = SegmentInfo.HEADER_BYTES;
  private int counter;
  private long commit;
  private int batchFrames;
  private long batchStart;
  private boolean committing;

  /**
   * @param chain for the commits' values
   * @param capacity of the segment, in bytes
   */
  FrameWriter(Segment segment, Hmac chain, long capacity) {
    this.segment = segment;
    this.cipher = segment.cipher();
    this.chain = chain;
    this.out = ByteBuffer.allocate((int) Math.min(BUFFER, capacity));
  }

  /** Where the next frame goes. */
  long position() {
    return position;
  }

  /** The number of the next frame. */
  int counter() {
    return counter;
  }

  /** Begins the batch that commit number {@code commit} ends, after the chain's value. */
  void begin(long commit, byte[] chainBefore) {
    this.commit = commit;
    batchFrames = 0;
    batchStart = position;
    chain.add(chainBefore).add(commit);
  }

  /** Writes a record; its body is the note and then what remains of the payload. */
  Place write(RecordHeader header, byte[] note, ByteBuffer payload) throws IOException {
    int sectors = Frames.sectors(header.bodyLength());
    int frames = Frames.count(sectors);
    Place place = new Place(segment.number(), position, header.bodyLength());
    for (int frame = 0; frame < frames; frame++) {
      int bytes = Frames.frameBytes(frame, sectors);
      plain.clear().limit(bytes - Frames.OVERHEAD);
      if (frame == 0) {
        header.write(plain);
        plain.put(note);
      } else {
        plain.put(RecordKind.MORE.code()).put((byte) 0).putShort((short) frame);
        plain.putInt(header.bodyLength());
      }
      int count = Math.min(plain.remaining(), payload.remaining());
      plain.put(payload.slice(payload.position(), count));
      payload.position(payload.position() + count);
      while (plain.hasRemaining()) {
        plain.put((byte) 0);
      }
      seal(bytes);
    }
    return place;
  }

  /** Writes the batch's commit, and all that was not yet given to the file. */
  byte[] commit() throws IOException {
    byte[] value = chain.finish();
    ByteBuffer body = CommitBody.encode(value, batchFrames, batchStart);
    committing = true; // the value does not cover the frame that carries it
    write(
        new RecordHeader(RecordKind.COMMIT, 0, body.remaining(), RecordHeader.NO_ID, commit, 0, 0),
        new byte[0],
        body);
    committing = false;
    flush();
    return value;
  }

  private void seal(int bytes) throws IOException {
    if (out.remaining() < bytes) {
      flush();
    }
    int sectors = bytes / Storage.SECTOR;
    Frames.aad(aad, position, sectors, counter, commit);
    int start = out.position();
    Frames.header(out, sectors, counter, commit);
    cipher.seal(Integer.toUnsignedLong(counter), aad, plain.flip(), out);
    int end = out.position();
    if (!committing) {
      chain.add(out.slice(end - FrameCipher.TAG_BYTES, FrameCipher.TAG_BYTES));
    }
    assert end - start == bytes;
    counter++;
    batchFrames++;
    position += bytes;
  }

  private void flush() throws IOException {
    out.flip();
    segment.file().write(position - out.remaining(), out);
    out.clear();
  }

  @Override
  public void close() {
    cipher.close();
  }
}
