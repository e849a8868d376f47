package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ryot.vault.seal.FrameCipher;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.UnauthenticException;
import ryot.vault.storage.Storage;

/**
 * Reads a segment's commits in order and authenticates every frame, tag by tag along the chain.
 *
 * <p>In a segment that was never finished it tells a torn write from a changed one. The file was
 * zeros before, and a disk writes sectors as a whole or not at all; so a batch that a crash tore
 * still has a sector of zeros where a frame belongs, and nothing of a later batch lies behind it.
 * Anything else that does not authenticate was changed by somebody.
 */
final class SegmentScan implements AutoCloseable {
  private static final int WINDOW = 1 << 18;

  private final Segment segment;
  private final Hmac chainMac;
  private final boolean finished;
  private final long limit;
  private final FrameCipher cipher;
  private final ByteBuffer window;
  private final ByteBuffer plain;
  private final ByteBuffer aad = ByteBuffer.allocate(Frames.AAD_BYTES);
  private LongConsumer progress = _ -> {};
  private long windowStart;
  private long frames;
  private long records;

  /**
   * @param limit where the commits end, of a finished segment; else the file's size
   * @param finished whether a commit must end exactly at the limit
   */
  SegmentScan(Segment segment, Hmac chainMac, long limit, boolean finished) {
    this.segment = segment;
    this.chainMac = chainMac;
    this.limit = limit;
    this.finished = finished;
    this.cipher = segment.cipher();
    this.window = ByteBuffer.allocate((int) Math.min(WINDOW, limit)).limit(0);
    this.plain = ByteBuffer.allocate((int) Math.min(Frames.FRAME_MAX, limit));
  }

  /** Lets {@code progress} hear of the offset that was reached, batch by batch. */
  void listen(LongConsumer progress) {
    this.progress = progress;
  }

  /** Frames that were authenticated. */
  long frames() {
    return frames;
  }

  /** Records of committed batches, commits not counted. */
  long records() {
    return records;
  }

  /**
   * Reads from {@code from} on.
   *
   * @param batches gets the records of each commit
   * @return where the last commit ends
   * @throws TamperedException if anything is not as it was written, and no crash explains it
   */
  LogPosition run(LogPosition from, Consumer<List<ScannedRecord>> batches) throws IOException {
    LogPosition at = from;
    while (finished ? at.offset() < limit : true) {
      List<ScannedRecord> batch = new ArrayList<>();
      LogPosition next = batch(at, batch);
      if (next == null) {
        return at;
      }
      records += batch.size();
      batches.accept(batch);
      at = next;
      progress.accept(at.offset());
    }
    return at;
  }

  /**
   * Makes sure that a finished segment ends as the manifest says, by its last commit alone: an
   * older copy of it, or another's, does not.
   */
  void requireEnd(SegmentInfo info) throws IOException {
    long offset = info.length() - Frames.diskBytes(CommitBody.BYTES);
    if (info.lastCommit() < info.firstCommit()) {
      return; // it has none
    }
    if (offset < SegmentInfo.HEADER_BYTES) {
      throw segment.tampered(offset, "there is no room for a commit", null);
    }
    load(offset, Storage.SECTOR);
    int counter = Frames.counter(window, (int) (offset - windowStart));
    frame(offset, counter, info.lastCommit());
    if (header(offset).kind() != RecordKind.COMMIT
        || !Arrays.equals(CommitBody.read(plain).chain(), info.chainAfter())) {
      throw segment.tampered(offset, "the last commit is not the one the manifest lists", null);
    }
  }

  /** Reads one batch; null if there is no whole one any more, and a crash may be why. */
  private @Nullable LogPosition batch(LogPosition start, List<ScannedRecord> batch)
      throws IOException {
    long commit = start.commit() + 1;
    long offset = start.offset();
    int counter = start.counter();
    List<byte[]> tags = new ArrayList<>();
    while (true) {
      Integer first = frame(offset, counter, commit);
      if (first == null) {
        requireNothingLater(offset, counter, commit);
        return null;
      }
      RecordHeader header = header(offset);
      if (header.kind() == RecordKind.COMMIT) {
        requireCommit(header, start, offset, tags);
        frames += tags.size() + 1;
        return new LogPosition(
            segment.number(), offset + first, counter + 1, commit, CommitBody.read(plain).chain());
      }
      tags.add(tag(offset, first));
      byte[] note = new byte[header.noteLength()];
      plain.get(note);
      Place place = new Place(segment.number(), offset, header.bodyLength());
      offset += first;
      counter++;
      int sectors = Frames.sectors(header.bodyLength());
      for (int more = 1; more < Frames.count(sectors); more++) {
        Integer bytes = frame(offset, counter, commit);
        if (bytes == null) {
          requireNothingLater(offset, counter, commit);
          return null;
        }
        if (bytes != Frames.frameBytes(more, sectors)
            || plain.get(0) != RecordKind.MORE.code()
            || plain.getShort(2) != more) {
          throw segment.tampered(offset, "the record's next frame is another one's", null);
        }
        tags.add(tag(offset, bytes));
        offset += bytes;
        counter++;
      }
      batch.add(new ScannedRecord(header, place, note));
    }
  }

  private RecordHeader header(long offset) {
    RecordHeader header;
    try {
      header = RecordHeader.read(plain);
    } catch (IllegalArgumentException e) {
      throw segment.tampered(offset, "a frame begins with no record", e);
    }
    int room = plain.remaining();
    if (header.kind() == RecordKind.MORE
        || header.bodyLength() < header.noteLength()
        || header.noteLength() > room
        || (header.kind() == RecordKind.COMMIT && header.bodyLength() != CommitBody.BYTES)) {
      throw segment.tampered(offset, "a frame begins with no record", null);
    }
    return header;
  }

  private void requireCommit(
      RecordHeader header, LogPosition start, long offset, List<byte[]> tags) {
    ByteBuffer body = plain.duplicate();
    CommitBody commit = CommitBody.read(body);
    chainMac.add(start.chain()).add(start.commit() + 1);
    tags.forEach(chainMac::add);
    byte[] chain = chainMac.finish();
    if (header.serial() != start.commit() + 1
        || commit.frames() != tags.size()
        || commit.start() != start.offset()
        || !Arrays.equals(chain, commit.chain())) {
      throw segment.tampered(offset, "the commit does not follow from what lies before it", null);
    }
  }

  private byte[] tag(long offset, int bytes) {
    int end = (int) (offset - windowStart) + bytes;
    return Arrays.copyOfRange(window.array(), end - FrameCipher.TAG_BYTES, end);
  }

  /**
   * Opens the frame at {@code offset} into {@link #plain}.
   *
   * @return its size, or null if there is none and a crash may be why
   */
  private @Nullable Integer frame(long offset, int counter, long commit) throws IOException {
    if (offset + Storage.SECTOR > limit) {
      if (finished) {
        throw segment.tampered(offset, "the segment ends within a batch", null);
      }
      return null;
    }
    load(offset, Storage.SECTOR);
    int at = (int) (offset - windowStart);
    if (!finished && isZero(at, Storage.SECTOR)) {
      return null;
    }
    int sectors = Frames.sectors(window, at);
    if (sectors == 0
        || offset + (long) sectors * Storage.SECTOR > limit
        || Frames.counter(window, at) != counter
        || Frames.commit(window, at) != commit) {
      throw segment.tampered(offset, "there is no frame number %,d".formatted(counter), null);
    }
    int bytes = sectors * Storage.SECTOR;
    load(offset, bytes);
    at = (int) (offset - windowStart);
    try {
      open(offset, at, bytes);
    } catch (UnauthenticException e) {
      if (!finished && hasZeroSector(at, bytes)) {
        return null;
      }
      throw segment.tampered(offset, "the frame is not what this vault wrote there", e);
    }
    return bytes;
  }

  private void open(long offset, int at, int bytes) throws UnauthenticException {
    int counter = Frames.counter(window, at);
    Frames.aad(aad, offset, bytes / Storage.SECTOR, counter, Frames.commit(window, at));
    ByteBuffer sealed =
        ByteBuffer.wrap(window.array(), at + Frames.HEADER_BYTES, bytes - Frames.HEADER_BYTES);
    cipher.open(Integer.toUnsignedLong(counter), aad, sealed, plain.clear());
    plain.flip();
  }

  /**
   * Makes sure that behind a torn batch there is nothing of a later one: that was begun only when
   * this was safe.
   */
  private void requireNothingLater(long torn, int counter, long commit) throws IOException {
    for (long offset = torn; offset + Storage.SECTOR <= limit; offset += Storage.SECTOR) {
      load(offset, Storage.SECTOR);
      int at = (int) (offset - windowStart);
      long bytes = (long) Frames.sectors(window, at) * Storage.SECTOR;
      boolean looksLater =
          bytes > 0
              && offset + bytes <= limit
              && Integer.compareUnsigned(Frames.counter(window, at), counter) > 0
              && Frames.commit(window, at) > commit;
      if (looksLater) {
        load(offset, (int) bytes);
        try {
          open(offset, (int) (offset - windowStart), (int) bytes);
        } catch (UnauthenticException e) {
          continue; // part of a torn frame that happens to look like a header
        }
        throw segment.tampered(
            torn, "commit %,d is damaged, and later ones follow it".formatted(commit), null);
      }
    }
  }

  private boolean hasZeroSector(int at, int bytes) {
    for (int sector = 0; sector < bytes; sector += Storage.SECTOR) {
      if (isZero(at + sector, Storage.SECTOR)) {
        return true;
      }
    }
    return false;
  }

  private boolean isZero(int at, int bytes) {
    byte[] array = window.array();
    for (int i = at; i < at + bytes; i++) {
      if (array[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes {@code bytes} from {@code offset} on lie in the window. */
  private void load(long offset, int bytes) throws IOException {
    if (offset >= windowStart && offset + bytes <= windowStart + window.limit()) {
      return;
    }
    windowStart = offset;
    window.clear().limit((int) Math.min(window.capacity(), limit - offset));
    segment.file().read(offset, window);
    if (window.hasRemaining()) {
      throw segment.tampered(
          offset + window.position(), "the file ends before byte %,d".formatted(limit), null);
    }
    window.rewind();
  }

  @Override
  public void close() {
    cipher.close();
  }
}
