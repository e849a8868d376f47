package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.OutOfSpaceException;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/**
 * Writes commits, begins segments, replaces the manifest. One thread at a time, the committer's.
 *
 * <p>It never appends to a segment that another process, or an earlier opening, wrote: what a crash
 * left there was sealed under the nonces that would come next. The first commit after opening
 * begins a segment with a salt, and so a key, of its own.
 *
 * <p>After a write or sync that failed it writes no more, since nobody knows what the disk holds. A
 * full disk is no such failure: room is taken before anything is sealed into it.
 */
final class LogWriter implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int GROWTH = 4;
  private static final long NO_STREAM = 0;

  private final Storage storage;
  private final Keyring keyring;
  private final LogOptions options;
  private final Index index;
  private final Map<Integer, Segment> segments;
  private final Hmac chain;
  private volatile Manifest manifest;
  private volatile LogPosition position;
  private volatile @Nullable Exception poison;
  private @Nullable FrameWriter writer;
  private boolean changed;
  private long sinceCheckpoint;
  private long checkpointBytes;
  private int segmentBytes;

  /**
   * @param segments those of the manifest; this adds and removes
   */
  LogWriter(
      Storage storage,
      Keyring keyring,
      LogOptions options,
      Recovery recovered,
      Map<Integer, Segment> segments) {
    this.storage = storage;
    this.keyring = keyring;
    this.options = options;
    this.index = recovered.index();
    this.segments = segments;
    this.manifest = recovered.manifest();
    this.position = recovered.position();
    this.segmentBytes = options.segmentBytesMin();
    this.changed = manifest.segments().stream().anyMatch(info -> !info.finished());
    try (SecretKey key = keyring.derived(Recovery.CHAIN)) {
      this.chain = new Hmac(key);
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** Where the last commit ends. */
  LogPosition position() {
    return position;
  }

  /** Whether this writes no more, and why. */
  @Nullable Exception poison() {
    return poison;
  }

  /**
   * Makes changes durable, all or none.
   *
   * @throws VaultFullException if the disk is full; nothing was written
   * @throws ReadOnlyException if this writes no more; what was begun may be found when the vault is
   *     opened again, or not
   */
  void commit(Collection<? extends Change> changes) {
    requireSound();
    List<Change> current = current(changes);
    if (current.isEmpty()) {
      return;
    }
    long bytes = Frames.diskBytes(CommitBody.BYTES);
    for (Change change : current) {
      bytes += Frames.diskBytes(change.bytes());
    }
    FrameWriter target = room(bytes);
    List<ScannedRecord> written = guarded("a commit", () -> write(target, current));
    written.forEach(index::apply);
    changed = true;
    sinceCheckpoint += bytes;
  }

  /** Whether so much was written since the last checkpoint that another one is due. */
  boolean isCheckpointDue() {
    return sinceCheckpoint >= Math.max(options.checkpointBytes(), 4 * checkpointBytes);
  }

  /** The changes without those of compaction that came too late. */
  private List<Change> current(Collection<? extends Change> changes) {
    Set<RecordId> touched = new HashSet<>();
    Map<Long, Integer> parts = new HashMap<>();
    List<Change> current = new ArrayList<>(changes.size());
    for (Change change : changes) {
      switch (change) {
        case Change.Put put -> {
          requireNext(parts, put.stream(), put.parts());
          touched.add(put.id());
        }
        case Change.Remove remove -> touched.add(remove.id());
        case Change.Part part -> requireNext(parts, part.stream(), part.number());
        case Change.Move move -> {
          Entry entry = index.find(move.put().id());
          if (entry == null
              || entry.serial() != move.serial()
              || touched.contains(move.put().id())) {
            index.abandon(move.put().stream());
            continue;
          }
          requireNext(parts, move.put().stream(), move.put().parts());
        }
      }
      current.add(change);
    }
    return current;
  }

  /** What would follow from a part too many or too few is found out before anything is written. */
  private void requireNext(Map<Long, Integer> parts, long stream, int number) {
    int before = parts.computeIfAbsent(stream, _ -> index.stream(stream).size());
    if (before != number) {
      throw new IllegalArgumentException(
          "stream %d has %d parts, not %d".formatted(stream, before, number));
    }
    if (stream != NO_STREAM) {
      parts.put(stream, number + 1);
    }
  }

  private List<ScannedRecord> write(FrameWriter target, List<Change> changes) throws IOException {
    long serial = index.serial();
    long commit = position.commit() + 1;
    List<ScannedRecord> written = new ArrayList<>(changes.size());
    target.begin(commit, position.chain());
    for (Change change : changes) {
      written.add(
          switch (change) {
            case Change.Put put -> put(target, put, ++serial);
            case Change.Move move -> put(target, move.put(), move.serial());
            case Change.Part part -> part(target, part);
            case Change.Remove remove -> remove(target, remove.id(), ++serial);
          });
    }
    byte[] value = target.commit();
    Segment segment = Objects.requireNonNull(segments.get(position.segment()));
    segment.file().force();
    position =
        new LogPosition(segment.number(), target.position(), target.counter(), commit, value);
    return written;
  }

  private static ScannedRecord put(FrameWriter target, Change.Put put, long serial)
      throws IOException {
    RecordHeader header =
        new RecordHeader(
            RecordKind.PUT,
            put.note().length,
            put.bytes(),
            put.id(),
            serial,
            put.stream(),
            put.parts());
    Place place = target.write(header, put.note(), put.payload().duplicate());
    return new ScannedRecord(header, place, put.note());
  }

  private static ScannedRecord part(FrameWriter target, Change.Part part) throws IOException {
    RecordHeader header =
        new RecordHeader(
            RecordKind.PART, 0, part.bytes(), RecordHeader.NO_ID, 0, part.stream(), part.number());
    byte[] none = new byte[0];
    return new ScannedRecord(header, target.write(header, none, part.payload().duplicate()), none);
  }

  private static ScannedRecord remove(FrameWriter target, RecordId id, long serial)
      throws IOException {
    RecordHeader header = new RecordHeader(RecordKind.REMOVE, 0, 0, id, serial, 0, 0);
    byte[] none = new byte[0];
    return new ScannedRecord(header, target.write(header, none, ByteBuffer.allocate(0)), none);
  }

  /** The writer of a segment that has room for {@code bytes}. */
  private FrameWriter room(long bytes) {
    FrameWriter open = writer;
    if (open != null && position.offset() + bytes <= last().capacity()) {
      return open;
    }
    return roll(bytes);
  }

  private SegmentInfo last() {
    List<SegmentInfo> infos = manifest.segments();
    return infos.get(infos.size() - 1);
  }

  private FrameWriter roll(long bytes) {
    if (manifest.segments().size() == Manifest.SEGMENTS_MAX) {
      throw new VaultFullException(
          "%s has %,d segments, which are the most: compact it"
              .formatted(storage.location(), Manifest.SEGMENTS_MAX));
    }
    byte[] salt = new byte[SegmentInfo.SALT_BYTES];
    RANDOM.nextBytes(salt);
    int number = manifest.segmentNext();
    SegmentInfo begun =
        SegmentInfo.begun(
            number,
            keyring.currentEpoch(),
            salt,
            Math.max(segmentBytes, SegmentInfo.HEADER_BYTES + bytes),
            position.commit() + 1,
            position.chain());
    List<SegmentInfo> infos = finished();
    infos.add(begun);
    Manifest next =
        manifest.next(number + 1, manifest.checkpointNext(), manifest.checkpoint(), infos);
    Segment segment =
        room(begun.fileName(), () -> Segment.of(storage, keyring, begun, createFile(begun)));
    try {
      room(
          begun.fileName(),
          () -> {
            ManifestFile.prepare(storage, keyring, next);
            return next;
          });
      publish(next);
    } catch (VaultFullException | ReadOnlyException e) {
      closeQuietly(segment);
      throw e;
    }
    segments.put(number, segment);
    FrameWriter fresh = new FrameWriter(segment, chain, begun.capacity());
    writer = fresh;
    position = LogPosition.startOf(begun);
    segmentBytes = (int) Math.min(options.segmentBytesMax(), (long) segmentBytes * GROWTH);
    return fresh;
  }

  private StorageFile createFile(SegmentInfo info) throws IOException {
    StorageFile file = storage.create(info.fileName(), info.capacity());
    try {
      file.write(0, ByteBuffer.wrap(info.header(keyring.vaultId())));
      file.force();
      storage.force();
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The manifest's segments, the last one finished where the last commit ends. */
  private List<SegmentInfo> finished() {
    List<SegmentInfo> infos = new ArrayList<>(manifest.segments());
    if (!infos.isEmpty() && !last().finished()) {
      LogPosition end = position;
      infos.set(infos.size() - 1, last().finished(end.offset(), end.commit(), end.chain()));
    }
    return infos;
  }

  /** Makes a prepared manifest the one that counts; what is finished by it is cut to its length. */
  private void publish(Manifest next) {
    guarded(
        "the manifest",
        () -> {
          ManifestFile.publish(storage);
          Manifest before = manifest;
          manifest = next;
          for (SegmentInfo info : before.segments()) {
            if (!info.finished()) {
              endWriting();
              Segment segment = Objects.requireNonNull(segments.get(info.number()));
              truncate(next, segment);
            }
          }
          return next;
        });
  }

  private static void truncate(Manifest next, Segment segment) throws IOException {
    for (SegmentInfo info : next.segments()) {
      if (info.number() == segment.number() && info.finished()) {
        segment.file().truncate(info.length());
      }
    }
  }

  private void endWriting() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  /** Writes the index, so that opening need not read what came before. */
  void checkpoint() {
    checkpoint(new ArrayList<>(manifest.segments()));
  }

  /** The same, and finishes the segment that is being written. */
  void finish() {
    checkpoint(finished());
  }

  /** The same, and forgets those of {@code victims} that nothing needs any more. */
  Set<Integer> drop(Set<Integer> victims) {
    Map<Integer, Segment> dropped = new HashMap<>();
    List<SegmentInfo> kept = finished();
    kept.removeIf(
        info -> {
          boolean gone = victims.contains(info.number()) && index.liveBytes(info.number()) == 0;
          if (gone) {
            dropped.put(info.number(), Objects.requireNonNull(segments.get(info.number())));
          }
          return gone;
        });
    checkpoint(kept);
    guarded(
        "removing segments",
        () -> {
          for (Segment segment : dropped.values()) {
            segments.remove(segment.number());
            storage.delete(SegmentInfo.fileName(segment.number()));
            segment.release();
          }
          return dropped;
        });
    return Set.copyOf(dropped.keySet());
  }

  private void checkpoint(List<SegmentInfo> infos) {
    requireSound();
    Manifest.CheckpointRef fresh =
        new Manifest.CheckpointRef(manifest.checkpointNext(), SealedFile.salt());
    byte[] content = Checkpoint.encode(position, index);
    Optional<Manifest.CheckpointRef> old = manifest.checkpoint();
    Manifest next =
        manifest.next(
            manifest.segmentNext(), manifest.checkpointNext() + 1, Optional.of(fresh), infos);
    room(
        fresh.fileName(),
        () -> {
          ManifestFile.writeCheckpoint(storage, keyring, fresh, content);
          storage.force();
          ManifestFile.prepare(storage, keyring, next);
          return next;
        });
    publish(next);
    guarded(
        "removing a checkpoint",
        () -> {
          if (old.isPresent()) {
            storage.delete(old.get().fileName());
          }
          return next;
        });
    changed = false;
    sinceCheckpoint = 0;
    checkpointBytes = content.length;
  }

  private void requireSound() {
    Exception why = poison;
    if (why != null) {
      throw readOnly(why);
    }
  }

  private ReadOnlyException readOnly(Exception why) {
    return new ReadOnlyException(
        "%s takes no more changes, since a write failed (%s); all that was acknowledged is there: close it and open it again"
            .formatted(storage.location(), why.getMessage()),
        why);
  }

  /** What is done, and what comes of it. */
  private interface Step<T> {
    T run() throws IOException;
  }

  /** Does what must not fail half-way; if it does, nothing is written any more. */
  private <T> T guarded(String what, Step<T> step) {
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      poison = e;
      throw new ReadOnlyException(
          "%s: %s could not be made safe (%s): no more changes are taken until it is opened again"
              .formatted(storage.location(), what, e.getMessage()),
          e);
    }
  }

  /** Takes room for a file, which nothing counts on yet: a full disk is then no harm. */
  private <T> T room(String name, Step<T> step) {
    try {
      return step.run();
    } catch (OutOfSpaceException e) {
      discard(name);
      throw new VaultFullException(
          "%s: the disk is full (%s); nothing of this change was written"
              .formatted(storage.location(), e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      poison = e;
      throw readOnly(e);
    }
  }

  private void discard(String name) {
    guarded(
        "removing " + name,
        () -> {
          storage.delete(name);
          return name;
        });
  }

  private void closeQuietly(Segment segment) {
    try {
      segment.release();
    } catch (IOException e) {
      poison = e;
    }
  }

  /** Finishes all if anything changed, and if it still may. */
  @Override
  public void close() {
    try {
      if (changed && poison == null) {
        finish();
      }
    } catch (VaultFullException e) {
      // Nothing is lost: the next opening reads the log where the last checkpoint ends.
    } finally {
      endWriting();
      chain.close();
    }
  }
}
