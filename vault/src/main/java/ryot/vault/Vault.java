package ryot.vault;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ryot.vault.log.Change;
import ryot.vault.log.Entry;
import ryot.vault.log.Log;
import ryot.vault.log.LogCheck;
import ryot.vault.log.LogProgress;
import ryot.vault.log.LogStats;
import ryot.vault.log.Place;
import ryot.vault.log.ReadOnlyException;
import ryot.vault.log.RecordId;
import ryot.vault.log.SegmentRoot;
import ryot.vault.log.TamperedException;
import ryot.vault.log.VaultFullException;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.CipherWarmUp;
import ryot.vault.seal.Credential;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.DiskStorage;
import ryot.vault.storage.Storage;
import ryot.vault.storage.VaultException;

/**
 * A store of units, encrypted and safe from crashes.
 *
 * <p>What {@link #put}, {@link #delete} and {@link Transaction#commit} did is durable when they
 * return. Any number of threads may use it. One process at a time has it open for writing; others
 * may read what there was when they opened it.
 *
 * <p>It fails in these ways, all {@link VaultException}: {@code WrongKeyException}, {@code
 * VaultLockedException}, {@code TamperedException}, {@code VaultFullException}, {@code
 * ReadOnlyException}, and {@link RsuGoneException}.
 */
public final class Vault implements AutoCloseable {
  private static final String LOCK = "vault.lock";
  private static final int KEY_FILE_BYTES_MAX = 1 << 20;

  private final Storage storage;
  private final Closeable lock;
  private final Keyring keyring;
  private final VaultOptions options;
  private final RecordIds ids;
  private final TagIndex tags;
  private final Log log;
  private final Budget budget;
  private final TextCodec codec;
  private final RecordReader reader =
      new RecordReader() {
        @Override
        public Optional<Entry> find(RecordId id) {
          return log.find(id);
        }

        @Override
        public boolean read(Place place, int from, MemorySegment target) throws IOException {
          return log.read(place, from, target);
        }
      };
  private boolean closed;

  private Vault(
      Storage storage, Closeable lock, Keyring keyring, VaultOptions options, Opened opened) {
    this.storage = storage;
    this.lock = lock;
    this.keyring = keyring;
    this.options = options;
    this.ids = new RecordIds(keyring);
    this.tags = opened.tags();
    this.log = opened.log();
    this.budget = new Budget(options.budgetBytes(), log);
    this.codec = options.codecs().isEmpty() ? TextCodec.plain() : options.codecs().getFirst();
  }

  private record Opened(Log log, TagIndex tags) {}

  /**
   * Makes a vault in a folder, which is created if it is not there.
   *
   * @throws VaultException if there is one already
   */
  public static Vault create(Path folder, Credential credential) throws IOException {
    Files.createDirectories(folder);
    return create(
        DiskStorage.open(folder), credential, credential.costDefault(), VaultOptions.usual());
  }

  /**
   * Makes a vault.
   *
   * @param cost of trying a credential
   * @throws VaultException if there is one already
   */
  public static Vault create(
      Storage storage, Credential credential, Argon2Cost cost, VaultOptions options)
      throws IOException {
    Closeable lock = lock(storage);
    try (Keyring keyring = Keyring.create(storage, credential, cost)) {
      Log.create(storage, keyring);
    } finally {
      lock.close();
    }
    return open(storage, credential, options);
  }

  /** Opens a vault for reading and writing. */
  public static Vault open(Path folder, Credential credential) throws IOException {
    return open(folder, credential, VaultOptions.usual());
  }

  /** Opens a vault. */
  public static Vault open(Path folder, Credential credential, VaultOptions options)
      throws IOException {
    return open(DiskStorage.open(folder), credential, options);
  }

  /**
   * Opens a vault, whose storage closes with it.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws ryot.vault.seal.WrongKeyException if the credential does not open it
   * @throws ryot.vault.storage.VaultLockedException if another has it open for writing
   * @throws TamperedException if it is not as it was written
   */
  public static Vault open(Storage storage, Credential credential, VaultOptions options)
      throws IOException {
    CipherWarmUp.begin();
    Closeable lock = options.readOnly() ? () -> {} : lock(storage);
    Keyring keyring = null;
    try {
      keyring = Keyring.open(storage, credential);
      if (options.anchor().isPresent()) {
        // Read before the vault, so that whoever writes meanwhile is not taken for a forger.
        Anchor anchor = Anchor.read(options.anchor().get(), keyring);
        Opened opened = open(storage, keyring, options);
        requireReached(anchor, opened.log());
        return new Vault(storage, lock, keyring, options, opened);
      }
      return new Vault(storage, lock, keyring, options, open(storage, keyring, options));
    } catch (IOException | RuntimeException e) {
      if (keyring != null) {
        keyring.close();
      }
      lock.close();
      throw e;
    }
  }

  private static Opened open(Storage storage, Keyring keyring, VaultOptions options)
      throws IOException {
    TagIndex tags = new TagIndex();
    return new Opened(Log.open(storage, keyring, Budget.layout(options), tags), tags);
  }

  private static void requireReached(Anchor anchor, Log log) throws IOException {
    try {
      anchor.requireReached(log.head());
    } catch (TamperedException e) {
      log.close();
      throw e;
    }
  }

  private static Closeable lock(Storage storage) throws IOException {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "this host";
    }
    return storage.lock(
        LOCK,
        "process %d on %s since %s"
            .formatted(
                ProcessHandle.current().pid(),
                host,
                Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  /**
   * Sets a unit; it is durable when this returns.
   *
   * @throws VaultFullException if disk or budget have no room; nothing was changed
   * @throws ReadOnlyException if the vault takes no changes any more; see there
   */
  public void put(Rsu rsu) throws IOException {
    new Transaction(this).put(rsu).commit();
  }

  /**
   * Sets a unit, without waiting: for what is stored behind an answer. Until the future completes,
   * the unit's memory must stay as it is. If many are on their way, this waits nevertheless.
   */
  public CompletableFuture<@Nullable Void> submit(Rsu rsu) throws IOException {
    Parts parts = parts(rsu);
    budget.makeRoom(parts.bytes());
    return log.append(changes(rsu.id(), parts));
  }

  /** Changes that are made all or none. */
  public Transaction transaction() {
    return new Transaction(this);
  }

  /**
   * Writes a unit whose keys and values come piece by piece.
   *
   * @param rsu all else of it
   * @throws IllegalArgumentException if it has keys and values
   */
  public RsuWriter writer(Rsu rsu) {
    if (rsu.kv().isPresent()) {
      throw new IllegalArgumentException(
          "\"%s\" has keys and values already: put it, or write them".formatted(rsu.id()));
    }
    return new RsuWriter(this, rsu, log.beginStream());
  }

  /** Removes a unit; whether there was one. It is durable when this returns. */
  public boolean delete(String id) throws IOException {
    RecordId record = recordId(id);
    if (log.find(record).isEmpty()) {
      return false;
    }
    commit(List.of(new Change.Remove(record)), 0);
    return true;
  }

  /** The unit of this id, all of it on the heap. */
  public Optional<Rsu> get(String id) throws IOException {
    Optional<StoredRsu> found = find(id);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().load());
  }

  /** The unit of this id, to be read in parts. */
  public Optional<StoredRsu> find(String id) {
    Optional<Entry> found = log.find(recordId(id));
    found.ifPresent(entry -> budget.used(entry.id()));
    return found.map(this::stored);
  }

  /** Whether there is a unit of this id. */
  public boolean contains(String id) {
    return log.find(recordId(id)).isPresent();
  }

  /** All units, in no order; those that change meanwhile may be in it or not. */
  public Stream<StoredRsu> scan() {
    return log.entries().stream().map(this::stored);
  }

  /** The units with this tag, in no order. */
  public Stream<StoredRsu> findByTag(String tag) {
    return tags.records(tag).stream().flatMap(id -> log.find(id).stream()).map(this::stored);
  }

  /** The vault as it is now, whatever becomes of it; the caller closes it before the vault. */
  public VaultSnapshot snapshot() throws IOException {
    return new VaultSnapshot(log.snapshot(), ids, this::codec);
  }

  private StoredRsu stored(Entry entry) {
    return new StoredRsu(reader, this::codec, RsuInfo.decode(entry.note()), entry);
  }

  private Optional<TextCodec> codec(int code) {
    return Stream.concat(options.codecs().stream(), Stream.of(TextCodec.plain()))
        .filter(codec -> codec.code() == code)
        .findFirst();
  }

  RecordId recordId(String id) {
    return ids.of(id);
  }

  Parts parts(Rsu rsu) {
    return Parts.of(rsu, codec);
  }

  Parts parts(Rsu rsu, long kvBytesBefore) {
    return Parts.of(rsu, codec, kvBytesBefore);
  }

  List<Change> changes(String id, Parts parts) {
    return parts.changes(recordId(id), log.beginStream());
  }

  void commit(List<Change> changes, long bytes) throws IOException {
    budget.makeRoom(bytes);
    log.commit(changes);
  }

  void abandon(long stream) throws IOException {
    log.abandonStream(stream);
  }

  /**
   * Begins a key epoch: what is written from now on is sealed by new keys. {@link #compact} then
   * seals everything else anew and forgets the old keys.
   *
   * @return the epoch's number
   */
  public synchronized int rotate() throws IOException {
    requireWritable();
    int epoch = keyring.newEpoch();
    log.finishSegment();
    return epoch;
  }

  /**
   * Gives room back: what is needed of segments that waste a fourth or more, that are sealed by an
   * earlier epoch, or that are small and many, is written anew, and they are removed. Without a
   * budget, nobody but the caller begins this. The keys of epochs that seal nothing any more are
   * forgotten, so that what was deleted cannot be read by anyone, save from an older copy of the
   * vault.
   *
   * @return bytes that the disk got back
   */
  public synchronized long compact(LogProgress progress) throws IOException {
    requireWritable();
    long freed = log.compact(Budget.DEAD_SHARE, keyring.currentEpoch(), progress);
    for (int epoch : keyring.epochs()) {
      if (epoch != keyring.currentEpoch() && !log.epochs().contains(epoch)) {
        keyring.dropEpoch(epoch);
      }
    }
    return freed;
  }

  /** The same, and nobody hears of its progress. */
  public long compact() throws IOException {
    return compact(LogProgress.none());
  }

  /**
   * Reads all of it and authenticates every frame.
   *
   * @throws TamperedException if anything is not as it was written
   */
  public LogCheck verify(LogProgress progress) throws IOException {
    return log.verify(progress);
  }

  /** The same, and nobody hears of its progress. */
  public LogCheck verify() throws IOException {
    return verify(LogProgress.none());
  }

  /**
   * Copies the vault as it is now, while it is used; the copy opens with the same credentials.
   *
   * @param target empty
   * @throws VaultException if it is not
   */
  public synchronized void backup(Storage target, LogProgress progress) throws IOException {
    if (!target.list().isEmpty()) {
      throw new VaultException(
          "%s has files already: a backup wants an empty place".formatted(target.location()));
    }
    target.replace(Keyring.FILE, storage.readAll(Keyring.FILE, KEY_FILE_BYTES_MAX));
    log.copyTo(target, progress);
  }

  /** The same, into a folder, which is created if it is not there. */
  public void backup(Path folder, LogProgress progress) throws IOException {
    Files.createDirectories(folder);
    try (Storage target = DiskStorage.open(folder)) {
      backup(target, progress);
    }
  }

  /**
   * Makes a vault of a backup, having read and authenticated all of it.
   *
   * @param target empty
   * @param progress hears of the reading, and then of the copying
   * @return what was read
   */
  public static LogCheck restore(
      Storage backup, Storage target, Credential credential, LogProgress progress)
      throws IOException {
    try (Vault source = open(backup, credential, VaultOptions.usual().reading())) {
      LogCheck check = source.verify(progress);
      source.backup(target, progress);
      return check;
    }
  }

  /**
   * The root of the hash tree over all segments that were ever sealed. Noted elsewhere, it tells
   * later whether an older copy of the whole folder was put back: {@link #requireReached}. What is
   * written after the last closing is not in it.
   */
  public SegmentRoot root() {
    return log.root();
  }

  /**
   * Makes sure that this vault has grown from the one that a root was noted of.
   *
   * @throws TamperedException if it is older, or another
   * @throws IllegalArgumentException if so many segments were sealed since that it cannot tell
   */
  public void requireReached(SegmentRoot noted) {
    log.requireReached(noted);
  }

  /** Remembers in a file elsewhere where the vault ends now; see {@link VaultOptions#anchor}. */
  public void writeAnchor(Path file) throws IOException {
    Anchor.of(keyring, log.head()).write(file, keyring);
  }

  /** How large it is. */
  public VaultStats stats() {
    LogStats stats = log.stats();
    return new VaultStats(
        stats.records(),
        stats.segments(),
        stats.commits(),
        stats.diskBytes(),
        stats.liveBytes(),
        budget.evicted());
  }

  /**
   * Its keys: to add, change and remove what unlocks it, which needs the vault open for writing.
   */
  public Keyring keys() {
    return keyring;
  }

  /** Why it takes no more changes, if a write or sync failed since it was opened. */
  public Optional<Exception> failure() {
    return log.failure();
  }

  private void requireWritable() {
    if (options.readOnly()) {
      throw new ReadOnlyException(
          storage.location() + " was opened to be read only: open it for writing");
    }
  }

  /** Finishes what is being written, and lets go of files, keys and lock. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (Closeable _ = storage;
        Closeable _ = lock;
        Closeable _ = keyring::close;
        Closeable _ = ids::close) {
      log.close();
      Path anchor = options.anchor().orElse(null);
      if (anchor != null && !options.readOnly() && log.failure().isEmpty()) {
        writeAnchor(anchor);
      }
    }
  }
}
