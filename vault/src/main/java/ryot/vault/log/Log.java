package ryot.vault.log;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/**
 * An encrypted log of records, with an index of those that count.
 *
 * <p>Changes are durable when their future completes. Any number of threads may read and write; one
 * process at a time writes, which whoever opens this has to see to. If a write or sync fails, the
 * log takes no more changes ({@link ReadOnlyException}) and can be read on.
 */
public final class Log implements AutoCloseable {
  private static final int READER_ATTEMPTS = 10;
  private static final long READER_PAUSE_MILLIS = 20;

  /** What compaction moves in one commit, in bytes. */
  private static final long MOVED_TOGETHER = 1 << 20;

  /** So many small segments are left alone by compaction. */
  private static final int SMALL_SEGMENTS_MAX = 8;

  private final Storage storage;
  private final Index index;
  private final Map<Integer, Segment> segments;
  private final AtomicLong streams;
  private final Keyring keyring;
  private final Manifest opened;
  private final LogPosition openedAt;
  private final @Nullable LogWriter writer;
  private final @Nullable Committer committer;
  private final ExecutorService background;

  /** Below this a finished segment is small: each opening that wrote little leaves one. */
  private final int smallBytes;

  private boolean closed;

  private Log(
      Storage storage,
      Keyring keyring,
      Recovery recovered,
      LogOptions options,
      ExecutorService background) {
    this.storage = storage;
    this.keyring = keyring;
    this.index = recovered.index();
    this.segments = new ConcurrentHashMap<>(recovered.segments());
    this.streams = new AtomicLong(index.streamLast());
    this.opened = recovered.manifest();
    this.openedAt = recovered.position();
    this.smallBytes = options.segmentBytesMin() / 4;
    this.writer =
        options.readOnly()
            ? null
            : new LogWriter(storage, keyring, options, recovered, segments, background);
    this.committer = writer == null ? null : new Committer(writer, background);
    this.background = background;
  }

  /** Makes an empty log in a storage that has none. */
  public static void create(Storage storage, Keyring keyring) throws IOException {
    ManifestFile.prepare(storage, keyring, Manifest.first());
    ManifestFile.publish(storage);
  }

  /**
   * Opens a log as its last commit left it. Until this is closed, storage and keyring stay open.
   *
   * @param listener hears of every record that there is, and of each change
   * @throws TamperedException if what lies there is not what was written
   */
  public static Log open(
      Storage storage, Keyring keyring, LogOptions options, IndexListener listener)
      throws IOException {
    return open(
        storage,
        keyring,
        options,
        listener,
        Executors.newCachedThreadPool(
            Thread.ofPlatform().name("vault-background").daemon().factory()));
  }

  /**
   * The same.
   *
   * @param background does what need not be done between commits; closes with the log
   */
  static Log open(
      Storage storage,
      Keyring keyring,
      LogOptions options,
      IndexListener listener,
      ExecutorService background)
      throws IOException {
    Recovery recovered =
        options.readOnly() ? recoverBesideWriter(storage, keyring) : recover(storage, keyring);
    Log log = new Log(storage, keyring, recovered, options, background);
    log.index.listen(listener);
    return log;
  }

  private static Recovery recover(Storage storage, Keyring keyring) throws IOException {
    Recovery recovered = Recovery.of(storage, keyring, true);
    try {
      recovered.tidy();
      return recovered;
    } catch (IOException e) {
      recovered.release();
      throw e;
    }
  }

  /** What a writer changes meanwhile may look damaged; what is damaged stays so. */
  private static Recovery recoverBesideWriter(Storage storage, Keyring keyring) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Recovery.of(storage, keyring, false);
      } catch (TamperedException | NoSuchFileException e) {
        if (attempt == READER_ATTEMPTS) {
          throw e;
        }
        try {
          Thread.sleep(READER_PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  /**
   * Makes changes, all or none.
   *
   * @return completes when they are durable; or fails with {@link VaultFullException}, and nothing
   *     was changed, or with {@link ReadOnlyException}, and it may have been
   */
  public CompletableFuture<@Nullable Void> append(List<Change> changes) {
    return committer().append(changes);
  }

  /** The same, waiting until it is done. */
  public void commit(List<Change> changes) throws IOException {
    Waiting.on(append(changes));
  }

  /** A number for the parts of one record. */
  public long beginStream() {
    return streams.incrementAndGet();
  }

  /** Forgets the parts of a stream that will have no record; their room is given back. */
  public void abandonStream(long stream) throws IOException {
    committer()
        .<@Nullable Void>run(
            () -> {
              index.abandon(stream);
              return null;
            });
  }

  /** The record of this id. */
  public Optional<Entry> find(RecordId id) {
    return Optional.ofNullable(index.find(id));
  }

  /** All records, in no order; those that change meanwhile may be in it or not. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(index.entries());
  }

  /**
   * Reads a piece of a body.
   *
   * @param from where in the body
   * @param target filled; it and {@code from} lie within the body
   * @return false if the place is no longer, since the record was moved or is gone: find it anew
   * @throws TamperedException if it is not what was written
   */
  public boolean read(Place place, int from, MemorySegment target) throws IOException {
    Segment segment = segments.get(place.segment());
    if (segment == null || !segment.retain()) {
      return false;
    }
    try {
      segment.read(place, from, target);
      return true;
    } finally {
      segment.release();
    }
  }

  /** The log as it is now; the caller closes it. */
  public LogSnapshot snapshot() throws IOException {
    return still(
        () -> {
          Map<RecordId, Entry> entries =
              index.entries().stream().collect(Collectors.toMap(Entry::id, entry -> entry));
          return new LogSnapshot(entries, retainAll());
        });
  }

  private Map<Integer, Segment> retainAll() {
    Map<Integer, Segment> retained = new TreeMap<>();
    segments.forEach(
        (number, segment) -> {
          if (segment.retain()) {
            retained.put(number, segment);
          }
        });
    return retained;
  }

  /** Writes the index, so that the next opening reads little; commits go on meanwhile. */
  public void checkpoint() throws IOException {
    checkpoint(Set.of());
  }

  private void checkpoint(Set<Integer> victims) throws IOException {
    LogWriter to = writer();
    while (true) {
      Claim claim =
          committer()
              .run(
                  () ->
                      to.checkpointBegun()
                          .map(other -> new Claim(other, false))
                          .orElseGet(() -> new Claim(to.beginCheckpoint(victims), true)));
      awaitWritten(claim.task());
      committer()
          .<@Nullable Void>run(
              () -> {
                to.publishCheckpoint(claim.task());
                return null;
              });
      if (claim.isOwn()) {
        return;
      }
    }
  }

  /** A checkpoint in the making, and whether it is of the time at which one was asked for. */
  private record Claim(CheckpointTask task, boolean isOwn) {}

  private static void awaitWritten(CheckpointTask task) {
    try {
      task.write();
    } catch (IOException e) {
      // Publishing it finds the same, and knows what to do about it.
    }
  }

  /** Ends the segment that is being written, so that the next commit begins one by current keys. */
  public void finishSegment() throws IOException {
    LogWriter to = writer();
    committer()
        .<@Nullable Void>run(
            () -> {
              to.endSegment();
              return null;
            });
  }

  /**
   * Moves what is still needed out of segments that are mostly not, or that are small while there
   * are many such, and removes those.
   *
   * @param deadShare the share of its bytes that a segment must waste, 0 to 1
   * @param epochMin segments of earlier epochs are moved whatever they waste
   * @param progress hears how much of what is moved was
   * @return bytes that the disk got back, less those that were written; below zero if little was
   *     wasted
   */
  public long compact(double deadShare, int epochMin, LogProgress progress) throws IOException {
    LogWriter to = writer();
    long before = stats().diskBytes();
    Set<Integer> victims = committer().run(() -> victims(to, deadShare, epochMin));
    long total = victims.stream().mapToLong(index::liveBytes).sum();
    long done = 0;
    List<Change> moves = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : List.copyOf(index.entries())) {
      if (victims.stream().anyMatch(entry::touches)) {
        Optional<Change.Move> move = move(entry);
        if (move.isPresent()) {
          moves.add(move.get());
          bytes += move.get().bytes();
        }
        done += entry.diskBytes();
        progress.at(Math.min(done, total), total);
        if (bytes >= MOVED_TOGETHER) {
          commit(moves);
          moves.clear();
          bytes = 0;
        }
      }
    }
    commit(moves);
    checkpoint(victims);
    return before - stats().diskBytes();
  }

  private Set<Integer> victims(LogWriter to, double deadShare, int epochMin) {
    to.endSegment();
    Set<Integer> victims = new TreeSet<>();
    List<SegmentInfo> small =
        to.manifest().segments().stream().filter(info -> info.length() < smallBytes).toList();
    if (small.size() > SMALL_SEGMENTS_MAX) {
      small.forEach(info -> victims.add(info.number()));
    }
    for (SegmentInfo info : to.manifest().segments()) {
      long needed = index.liveBytes(info.number());
      if (info.epoch() < epochMin || info.length() - needed >= deadShare * info.length()) {
        victims.add(info.number());
      }
    }
    return victims;
  }

  /**
   * What writes a record once more as it is, unless it was changed meanwhile; its parts are written
   * already. Empty if it was changed before it could be read.
   */
  private Optional<Change.Move> move(Entry entry) throws IOException {
    long stream = entry.parts().isEmpty() ? 0 : beginStream();
    int number = 0;
    for (Place part : entry.parts()) {
      byte[] body = new byte[part.length()];
      if (!read(part, 0, MemorySegment.ofArray(body))) {
        abandonStream(stream);
        return Optional.empty();
      }
      commit(List.of(new Change.Part(stream, number++, ByteBuffer.wrap(body))));
    }
    byte[] payload = new byte[entry.headBytes()];
    if (!read(entry.head(), entry.note().length, MemorySegment.ofArray(payload))) {
      abandonStream(stream);
      return Optional.empty();
    }
    Change.Put put =
        new Change.Put(entry.id(), entry.note(), ByteBuffer.wrap(payload), stream, number);
    return Optional.of(new Change.Move(put, entry.serial()));
  }

  /** The epochs whose keys some segment still needs. */
  public Set<Integer> epochs() {
    return manifest().segments().stream().map(SegmentInfo::epoch).collect(Collectors.toSet());
  }

  /**
   * Copies the log as it is now into another storage, while it is used. It can be opened there with
   * the same keys.
   */
  public void copyTo(Storage target, LogProgress progress) throws IOException {
    if (writer != null) {
      checkpoint();
    }
    Copy copy = still(this::copy);
    try {
      long total = copy.lengths().values().stream().mapToLong(Long::longValue).sum();
      long before = 0;
      for (Map.Entry<Integer, Segment> held : copy.segments().entrySet()) {
        long length = copy.lengths().getOrDefault(held.getKey(), 0L);
        long begin = before;
        copy(
            held.getValue().file(),
            length,
            target,
            SegmentInfo.fileName(held.getKey()),
            done -> progress.at(begin + done, total));
        before += length;
      }
      for (Map.Entry<String, byte[]> file : copy.files().entrySet()) {
        target.replace(file.getKey(), file.getValue());
      }
    } finally {
      Segment.releaseAll(copy.segments().values());
    }
  }

  /**
   * What makes a copy.
   *
   * @param lengths bytes of each segment
   * @param files the small ones, the manifest last
   */
  private record Copy(
      Map<Integer, Segment> segments, Map<Integer, Long> lengths, Map<String, byte[]> files) {}

  private Copy copy() throws IOException {
    if (writer != null) {
      writer.endSegment();
    }
    Manifest manifest = manifest();
    Map<Integer, Long> lengths = new HashMap<>();
    for (SegmentInfo info : manifest.segments()) {
      lengths.put(info.number(), info.finished() ? info.length() : info.capacity());
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (manifest.checkpoint().isPresent()) {
      String name = manifest.checkpoint().get().fileName();
      files.put(name, SealedFile.read(storage, name, SealedFile.CONTENT_MAX));
    }
    files.put(Manifest.FILE, SealedFile.read(storage, Manifest.FILE, Manifest.BYTES_MAX));
    return new Copy(retainAll(), lengths, files);
  }

  private static void copy(
      StorageFile source, long length, Storage target, String name, LongConsumer progress)
      throws IOException {
    try (StorageFile file = target.create(name, length)) {
      ByteBuffer piece = ByteBuffer.allocate(1 << 20);
      for (long at = 0; at < length; ) {
        piece.clear().limit((int) Math.min(piece.capacity(), length - at));
        int read = source.read(at, piece);
        if (read == 0) {
          throw new IOException(
              "%s ended at byte %,d of %,d while it was copied".formatted(name, at, length));
        }
        file.write(at, piece.flip());
        at += read;
        progress.accept(at);
      }
      file.force();
    }
  }

  /**
   * Reads everything, and authenticates every frame, every link of the chain, and every segment's
   * leaf in the tree of all.
   *
   * @throws TamperedException if anything is not as it was written
   */
  public LogCheck verify(LogProgress progress) throws IOException {
    Verification verification = still(() -> new Verification(manifest(), position(), retainAll()));
    try (SecretKey key = keyring.derived(Recovery.CHAIN);
        Hmac chain = new Hmac(key)) {
      if (writer == null) {
        ManifestFile.read(storage, keyring);
      }
      return verification.run(chain, progress);
    } finally {
      Segment.releaseAll(verification.segments().values());
    }
  }

  private record Verification(
      Manifest manifest, LogPosition position, Map<Integer, Segment> segments) {
    private LogCheck run(Hmac chain, LogProgress progress) throws IOException {
      long total = 0;
      for (SegmentInfo info : manifest.segments()) {
        total += ended(info).length();
      }
      long frames = 0;
      long commits = 0;
      long records = 0;
      long bytes = 0;
      for (SegmentInfo info : manifest.segments()) {
        Segment segment = Objects.requireNonNull(segments.get(info.number()));
        SegmentInfo ends = ended(info);
        long before = bytes;
        long all = total;
        try (SegmentScan scan = new SegmentScan(segment, chain, ends.length(), true)) {
          scan.listen(offset -> progress.at(before + offset, all));
          LogPosition end = scan.run(LogPosition.startOf(ends), _ -> {});
          if (end.commit() != ends.lastCommit() || !Arrays.equals(end.chain(), ends.chainAfter())) {
            throw segment.tampered(
                end.offset(), "the last commit is not the one that the manifest lists", null);
          }
          requireLeaf(info, segment);
          frames += scan.frames();
          records += scan.records();
          commits += end.commit() - ends.firstCommit() + 1;
          bytes += ends.length();
        }
      }
      return new LogCheck(
          manifest.segments().size(),
          frames,
          commits,
          records,
          bytes,
          SegmentRoot.of(manifest.sealed()));
    }

    /** The segment as it would be finished now. */
    private SegmentInfo ended(SegmentInfo info) {
      return info.finished()
          ? info
          : info.finished(position.offset(), position.commit(), position.chain());
    }

    /** What was read of a finished segment is what the tree has of it, if it has it apart. */
    private void requireLeaf(SegmentInfo info, Segment segment) {
      if (info.finished()) {
        byte[] leaf = MerkleTree.leaf(info.seal());
        if (manifest.sealed().leaf(info.number() - 1L).stream()
            .anyMatch(known -> !Arrays.equals(known, leaf))) {
          throw segment.tampered(0, "the tree of all segments has another one in its place", null);
        }
      }
    }
  }

  /** How large it is. */
  public LogStats stats() {
    Manifest manifest = manifest();
    long disk = 0;
    long live = 0;
    for (SegmentInfo info : manifest.segments()) {
      disk += info.finished() ? info.length() : position().offset();
      live += index.liveBytes(info.number());
    }
    return new LogStats(index.size(), manifest.segments().size(), position().commit(), disk, live);
  }

  /** The root of all segments that were ever sealed, for a note elsewhere. */
  public SegmentRoot root() {
    return SegmentRoot.of(manifest().sealed());
  }

  /**
   * Makes sure that this has grown from what a root was noted of.
   *
   * @throws TamperedException if it is older, or another
   * @throws IllegalArgumentException if the root is too old to tell
   */
  public void requireReached(SegmentRoot noted) {
    noted.requireReached(manifest().sealed(), storage.location());
  }

  /** Where it ends. */
  public LogHead head() {
    LogPosition position = position();
    return new LogHead(manifest().number(), position.commit(), position.chain().clone());
  }

  /** Why it takes no more changes, if it was opened to be written and no longer can. */
  public Optional<Exception> failure() {
    return Optional.ofNullable(writer == null ? null : writer.poison());
  }

  private Manifest manifest() {
    return writer == null ? opened : writer.manifest();
  }

  private LogPosition position() {
    return writer == null ? openedAt : writer.position();
  }

  /** Runs what needs the log to stand still. */
  private <T> T still(Callable<T> task) throws IOException {
    if (committer != null) {
      return committer.run(task);
    }
    try {
      return task.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Committer committer() {
    if (committer == null) {
      throw readOnly();
    }
    return committer;
  }

  private LogWriter writer() {
    if (writer == null) {
      throw readOnly();
    }
    return writer;
  }

  private ReadOnlyException readOnly() {
    return new ReadOnlyException(
        storage.location() + " was opened to be read only: open it for writing");
  }

  /** Commits what was queued, ends the segment, and lets go of the files. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (Closeable _ = this::releaseSegments;
        Closeable _ = background::close) {
      if (committer != null) {
        committer.close();
      }
      if (writer != null) {
        writer.close();
      }
    }
  }

  private void releaseSegments() throws IOException {
    Segment.releaseAll(segments.values());
    segments.clear();
  }
}
