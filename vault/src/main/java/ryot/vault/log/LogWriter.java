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
import java.util.concurrent.Executor;
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
 * <p>Only what must is done between commits: another thread fills the next segment's file, and
 * writes checkpoints.
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
  private final SpareFile spare;
  private final Hmac chain;
  private volatile Manifest manifest;
  private volatile LogPosition position;
  private volatile @Nullable Exception poison;
  private @Nullable FrameWriter writer;
  private boolean changed;
  private long bytesWritten;
  private @Nullable CheckpointTask checkpoint;
  private long sinceCheckpoint;
  private long checkpointBytes;
  private int segmentBytes;

  /**
   * @param segments those of the manifest; this adds and removes
   * @param background runs what is prepared beside commits, or leaves it to be done when needed
   */
  LogWriter(
      Storage storage,
      Keyring keyring,
      LogOptions options,
      Recovery recovered,
      Map<Integer, Segment> segments,
      Executor background) {
    this.storage = storage;
    this.keyring = keyring;
    this.options = options;
    this.index = recovered.index();
    this.segments = segments;
    this.spare = new SpareFile(storage, background);
    this.manifest = recovered.manifest();
    this.position = recovered.position();
    this.segmentBytes = options.segmentBytesMin();
    this.changed = isSegmentOpen();
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
    bytesWritten += bytes;
    if (bytesWritten >= options.segmentBytesMin() / 2) { // who writes little needs no other segment
      spare.prepare(segmentBytes);
    }
  }

  /** Whether so much was written since the last checkpoint that another one is due. */
  boolean isCheckpointDue() {
    return checkpoint == null
        && poison == null
        && sinceCheckpoint >= Math.max(options.checkpointBytes(), 4 * checkpointBytes);
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

  /**
   * The writer of a segment that has room for {@code bytes}; of a new one, if the disk is nearly
   * full, that has room for little else, so that what is small, like a removal, still gets through.
   */
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
    long needed = SegmentInfo.HEADER_BYTES + bytes;
    long prepared = spare.size();
    long capacity = prepared >= needed ? prepared : Math.max(segmentBytes, needed);
    while (true) {
      try {
        return begin(capacity);
      } catch (VaultFullException e) {
        if (capacity == needed) {
          throw e;
        }
        capacity = Math.max(needed, capacity / GROWTH / Storage.SECTOR * Storage.SECTOR);
      }
    }
  }

  /**
   * Begins a segment.
   *
   * @throws VaultFullException if there is no room for {@code capacity} bytes and the manifest;
   *     nothing has changed
   */
  private FrameWriter begin(long capacity) {
    byte[] salt = new byte[SegmentInfo.SALT_BYTES];
    RANDOM.nextBytes(salt);
    int number = manifest.segmentNext();
    SegmentInfo begun =
        SegmentInfo.begun(
            number,
            keyring.currentEpoch(),
            salt,
            capacity,
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
    segmentBytes =
        (int) Math.min(options.segmentBytesMax(), Math.min(segmentBytes, capacity) * GROWTH);
    return fresh;
  }

  private StorageFile createFile(SegmentInfo info) throws IOException {
    StorageFile file =
        spare.size() == info.capacity()
            ? spare.take(info.fileName())
            : storage.create(info.fileName(), info.capacity());
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

  /** Ends the segment that is being written. */
  void endSegment() {
    requireSound();
    if (isSegmentOpen()) {
      publish(
          prepared(
              manifest.next(
                  manifest.segmentNext(),
                  manifest.checkpointNext(),
                  manifest.checkpoint(),
                  finished())));
    }
  }

  private boolean isSegmentOpen() {
    return !manifest.segments().isEmpty() && !last().finished();
  }

  private Manifest prepared(Manifest next) {
    return room(
        Manifest.FILE + ".new",
        () -> {
          ManifestFile.prepare(storage, keyring, next);
          return next;
        });
  }

  /** The checkpoint in the making. */
  Optional<CheckpointTask> checkpointBegun() {
    return Optional.ofNullable(checkpoint);
  }

  /**
   * Begins a checkpoint, so that opening need not read what came before; there is none in the
   * making.
   *
   * @param victims segments to remove with it, of those that are finished and not needed
   */
  CheckpointTask beginCheckpoint(Set<Integer> victims) {
    requireSound();
    Manifest.CheckpointRef ref =
        new Manifest.CheckpointRef(manifest.checkpointNext(), SealedFile.salt());
    Set<Integer> there = new HashSet<>(victims);
    there.retainAll(segments.keySet());
    CheckpointTask begun = CheckpointTask.begin(storage, keyring, ref, position, index, there);
    checkpoint = begun;
    sinceCheckpoint = 0;
    return begun;
  }

  /** Makes a checkpoint that was begun the one that counts, unless that was done already. */
  void publishCheckpoint(CheckpointTask begun) {
    if (checkpoint == begun) {
      checkpoint = null;
      requireSound();
      publishCheckpoint(begun, new ArrayList<>(manifest.segments()));
    }
  }

  private void publishCheckpoint(CheckpointTask begun, List<SegmentInfo> infos) {
    Optional<Manifest.CheckpointRef> old = manifest.checkpoint();
    Map<Integer, Segment> dropped = new HashMap<>();
    infos.removeIf(info -> begun.dropped().contains(info.number()));
    begun.dropped().forEach(n -> dropped.put(n, Objects.requireNonNull(segments.get(n))));
    Manifest next =
        room(
            begun.ref().fileName(),
            () -> {
              checkpointBytes = begun.write();
              storage.force();
              Manifest listing =
                  manifest.next(
                      manifest.segmentNext(),
                      begun.ref().number() + 1,
                      Optional.of(begun.ref()),
                      infos);
              ManifestFile.prepare(storage, keyring, listing);
              return listing;
            });
    publish(next);
    guarded(
        "removing what is no longer needed",
        () -> {
          if (old.isPresent()) {
            storage.delete(old.get().fileName());
          }
          for (Segment segment : dropped.values()) {
            segments.remove(segment.number());
            storage.delete(SegmentInfo.fileName(segment.number()));
            segment.release();
          }
          return next;
        });
    changed = isSegmentOpen() || position.commit() != begun.commit();
  }

  /** Ends the segment and writes a checkpoint of all there is; nobody commits any more. */
  private void finish() {
    CheckpointTask begun = checkpoint;
    if (begun != null) {
      publishCheckpoint(begun);
    }
    if (changed) {
      publishCheckpoint(beginCheckpoint(Set.of()), finished());
    }
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
      if (guarded("removing " + SpareFile.NAME, spare::discard)) {
        return room(name, step);
      }
      throw new VaultFullException(
          "%s: the disk is full (%s); nothing of this change was written: make room and try again"
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
      if (poison == null) {
        guarded("removing " + SpareFile.NAME, spare::discard);
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
