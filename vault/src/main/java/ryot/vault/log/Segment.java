package ryot.vault.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ryot.vault.seal.FrameCipher;
import ryot.vault.seal.Hkdf;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.seal.UnauthenticException;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/**
 * An open segment: its file and its key. Its file stays readable until the last who retained it has
 * released it, whatever becomes of the file's name. Any thread may read.
 */
final class Segment {
  private static final String LABEL = "rsu-seg";

  /** Idle readers kept; each holds two frames. */
  private static final int READERS_MAX = 8;

  private final String where;
  private final int number;
  private final StorageFile file;
  private final SecretKey key;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final ArrayBlockingQueue<FrameReader> readers = new ArrayBlockingQueue<>(READERS_MAX);

  private Segment(String where, int number, StorageFile file, SecretKey key) {
    this.where = where;
    this.number = number;
    this.file = file;
    this.key = key;
  }

  /** Opens a segment; whoever calls holds it. */
  static Segment open(Storage storage, Keyring keyring, SegmentInfo info, boolean writable)
      throws IOException {
    return of(storage, keyring, info, storage.open(info.fileName(), writable));
  }

  static Segment of(Storage storage, Keyring keyring, SegmentInfo info, StorageFile file) {
    SecretKey key = segmentKey(keyring, info);
    return new Segment(storage.location() + "/" + info.fileName(), info.number(), file, key);
  }

  private static SecretKey segmentKey(Keyring keyring, SegmentInfo info) {
    byte[] vaultId = keyring.vaultId();
    byte[] context =
        ByteBuffer.allocate(vaultId.length + 2 * Integer.BYTES)
            .put(vaultId)
            .putInt(info.epoch())
            .putInt(info.number())
            .array();
    return Hkdf.derive(
        keyring.epochKey(info.epoch()), info.salt(), LABEL, context, SecretKey.BYTES);
  }

  int number() {
    return number;
  }

  /** What messages call it. */
  String where() {
    return where;
  }

  StorageFile file() {
    return file;
  }

  /** A cipher for whoever writes it or reads all of it; the caller closes it. */
  FrameCipher cipher() {
    return new FrameCipher(key);
  }

  /** Holds it, unless it is gone. */
  boolean retain() {
    while (true) {
      int held = holders.get();
      if (held == 0) {
        return false;
      }
      if (holders.compareAndSet(held, held + 1)) {
        return true;
      }
    }
  }

  /** Lets go of it; the last closes it. */
  void release() throws IOException {
    if (holders.decrementAndGet() == 0) {
      FrameReader reader = readers.poll();
      while (reader != null) {
        reader.cipher.close();
        reader = readers.poll();
      }
      key.close();
      file.close();
    }
  }

  /** Lets go of all of them; if some fail, of the others nevertheless. */
  static void releaseAll(Collection<Segment> segments) throws IOException {
    IOException failure = null;
    for (Segment segment : segments) {
      try {
        segment.release();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Reads a piece of a record's body. The caller holds this.
   *
   * @param from where in the body, in bytes
   * @param target filled; together with {@code from} within the body
   * @throws TamperedException if a frame is not what was written there
   */
  void read(Place place, int from, MemorySegment target) throws IOException {
    FrameReader reader = readers.poll();
    if (reader == null) {
      reader = new FrameReader(cipher());
    }
    try {
      reader.read(this, place, from, target);
    } finally {
      if (!readers.offer(reader)) {
        reader.cipher.close();
      }
    }
  }

  TamperedException tampered(long offset, String finding, @Nullable Throwable cause) {
    return new TamperedException("%s at byte %,d: %s".formatted(where, offset, finding), cause);
  }

  /** One thread's buffers and cipher. */
  private static final class FrameReader {
    private final FrameCipher cipher;
    private final ByteBuffer sealed = ByteBuffer.allocate(Frames.FRAME_MAX);
    private final ByteBuffer plain = ByteBuffer.allocate(Frames.FRAME_MAX);
    private final ByteBuffer aad = ByteBuffer.allocate(Frames.AAD_BYTES);

    private FrameReader(FrameCipher cipher) {
      this.cipher = cipher;
    }

    private void read(Segment segment, Place place, int from, MemorySegment target)
        throws IOException {
      int size = Math.toIntExact(target.byteSize());
      if (from < 0 || size > place.length() - from) {
        throw new IndexOutOfBoundsException(
            "bytes %,d to %,d of a record of %,d"
                .formatted(from, from + (long) size, place.length()));
      }
      int sectors = Frames.sectors(place.length());
      int frame = Frames.frameOf(from);
      int done = 0;
      while (done < size) {
        long offset = place.offset() + (long) frame * Frames.FRAME_MAX;
        open(segment, offset, Frames.frameBytes(frame, sectors));
        requireFrame(segment, offset, place, frame);
        int prefix = Frames.prefixBytes(frame);
        int skipped = from + done - Frames.bodyStart(frame);
        int count = Math.min(size - done, plain.limit() - prefix - skipped);
        MemorySegment.copy(
            plain.array(), prefix + skipped, target, ValueLayout.JAVA_BYTE, done, count);
        done += count;
        frame++;
      }
    }

    private void open(Segment segment, long offset, int bytes) throws IOException {
      sealed.clear().limit(bytes);
      segment.file.read(offset, sealed);
      if (sealed.hasRemaining()) {
        throw segment.tampered(offset, "the file ends within a frame", null);
      }
      int sectors = Frames.sectors(sealed, 0);
      if (sectors * Storage.SECTOR != bytes) {
        throw segment.tampered(offset, "there is no frame of %,d bytes".formatted(bytes), null);
      }
      int counter = Frames.counter(sealed, 0);
      Frames.aad(aad, offset, sectors, counter, Frames.commit(sealed, 0));
      try {
        cipher.open(
            Integer.toUnsignedLong(counter),
            aad,
            sealed.position(Frames.HEADER_BYTES),
            plain.clear());
      } catch (UnauthenticException e) {
        throw segment.tampered(offset, "the frame is not what this vault wrote there", e);
      }
      plain.flip();
    }

    /** The frame is ours; it must also be the one that the index means. */
    private void requireFrame(Segment segment, long offset, Place place, int frame) {
      boolean more = plain.get(0) == RecordKind.MORE.code();
      if (more != frame > 0 || plain.getInt(4) != place.length()) {
        throw segment.tampered(offset, "the index means another record", null);
      }
    }
  }
}
