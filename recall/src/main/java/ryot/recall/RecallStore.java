package ryot.recall;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.PrefixStore;
import ryot.vault.Vault;
import ryot.vault.seal.SecretKey;

/**
 * Remembers keys and values in a vault: blocks of 64 tokens, named by the text that leads to them
 * ({@link BlockId}), the last used of them in memory too. A block that cannot be read, or is not
 * what was written, is forgotten and computed again.
 *
 * {@snippet :
 * try (Vault vault = Vault.open(folder, credential);
 *     RecallStore store = RecallStore.open(vault, RecallOptions.defaults());
 *     Engine engine = Engine.open(file, EngineOptions.defaults(), store)) {
 *   ask(engine, prompt); // computed and remembered, or warm
 * }
 * }
 *
 * <p>Safe for use by many threads; may serve several engines. Blocks that are read, written or
 * evicted hold up nobody who finds his own in memory.
 */
public final class RecallStore implements PrefixStore, AutoCloseable {

  private static final String KEY_PURPOSE = "ryot recall: names of blocks";

  /** Tokens: the fewest that a block which is begun only may hold to be worth looking for. */
  private static final int BEGUN_MIN = 8;

  /** By how much loading is thought faster each time that it was not tried. */
  private static final double FORGIVENESS = 0.98;

  /** Weight of the latest measurement in the mean of what loading takes. */
  private static final double LATEST = 0.2;

  private final Blocks blocks;
  private final SecretKey key;
  private final byte[] salt;
  private final boolean evenIfSlower;
  private final boolean readOnly;

  private final BlockMemory memory;

  /** Guarded by this, like all that follows. */
  private final BlockLedger ledger;

  /** What a byte from the vault takes; 0 before the first. */
  private double loadNanosPerByte;

  private long hits;
  private long misses;
  private long memoryBlocks;
  private long vaultBlocks;
  private long bytesRead;
  private long savedNanos;
  private long storedBlocks;
  private long bytesStored;
  private long evictedBlocks;
  private long brokenBlocks;
  private long unworthy;

  private RecallStore(Blocks blocks, SecretKey key, RecallOptions options) {
    this.blocks = blocks;
    this.key = key;
    this.salt = options.salt();
    this.evenIfSlower = options.evenIfSlower();
    this.readOnly = options.readOnly();
    this.memory = new BlockMemory(options.memoryBytes());
    this.ledger = new BlockLedger(options.vaultBytes());
  }

  /**
   * A store in {@code vault}, which is borrowed: it is closed after this, and this after the
   * engines that use it.
   */
  public static RecallStore open(Vault vault, RecallOptions options) throws IOException {
    return open(new VaultBlocks(vault), vault.keys().derived(KEY_PURPOSE), options);
  }

  /** The key becomes the store's. */
  static RecallStore open(Blocks blocks, SecretKey key, RecallOptions options) throws IOException {
    RecallStore store = new RecallStore(blocks, key, options);
    synchronized (store) {
      blocks.list().forEach(store.ledger::add);
    }
    if (!store.readOnly) {
      store.evict();
    }
    return store;
  }

  @Override
  public int find(
      KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> pages) {
    long begun = System.nanoTime();
    int first = known / KvCache.PAGE;
    List<KnownBlock> way = way(origin, text, first, limit);
    int whole = way.isEmpty() ? 0 : load(way, index -> pages.apply(first + index));
    long computeNanos = 0;
    for (KnownBlock block : way.subList(0, whole)) {
      computeNanos += block.info().computeNanos();
    }
    count(whole > 0, computeNanos, System.nanoTime() - begun);
    return whole == 0 ? 0 : way.get(whole - 1).end();
  }

  /** The blocks that lead through the text from page {@code first} on, as far as they are known. */
  private List<KnownBlock> way(KvOrigin origin, int[] text, int first, int limit) {
    List<KnownBlock> way = new ArrayList<>();
    try (BlockId.Chain chain = new BlockId.Chain(key, salt)) {
      chain.start(origin);
      int end = 0;
      for (; end < limit && text.length - end >= KvCache.PAGE; end += KvCache.PAGE) {
        BlockId id = chain.id(text, end, end + KvCache.PAGE);
        if (end >= first * KvCache.PAGE
            && !step(way, id, origin.layout().pageBytes(), end + KvCache.PAGE)) {
          break;
        }
        chain.advance();
      }
      int most = Math.min(text.length - end, KvCache.PAGE - 1);
      for (int count = end < limit ? most : 0; count >= BEGUN_MIN; count--) {
        BlockId id = chain.id(text, end, end + count);
        if (step(way, id, origin.layout().bytes(count), end + count)) {
          break;
        }
      }
    }
    return way;
  }

  /** Adds a block, if it is known and worth loading. */
  private synchronized boolean step(List<KnownBlock> way, BlockId id, long bytes, int end) {
    BlockInfo info = ledger.find(id);
    if (info == null || info.bytes() != bytes || (!memory.holds(id) && isUnworthy(info))) {
      return false;
    }
    ledger.touch(id);
    way.add(new KnownBlock(id, info, end));
    return true;
  }

  /** Loads blocks; says how many there are before the first that cannot be had. */
  private int load(List<KnownBlock> way, IntFunction<MemorySegment> targets) {
    BlockLoading loading = new BlockLoading(memory, blocks, way, targets);
    loading.run();
    loading.broken().forEach(this::forget);
    synchronized (this) {
      memoryBlocks += loading.memoryBlocks();
      vaultBlocks += loading.vaultBlocks();
      bytesRead += loading.vaultBytes();
      if (loading.vaultBytes() > 0) {
        double nanosPerByte = (double) loading.vaultNanos() / loading.vaultBytes();
        loadNanosPerByte =
            loadNanosPerByte == 0
                ? nanosPerByte
                : loadNanosPerByte + LATEST * (nanosPerByte - loadNanosPerByte);
      }
    }
    return loading.whole();
  }

  private void forget(BlockId id) {
    synchronized (this) {
      brokenBlocks++;
      ledger.remove(id);
      memory.remove(id);
    }
    if (!readOnly) {
      remove(id);
    }
  }

  private void remove(BlockId id) {
    try {
      blocks.remove(id);
    } catch (IOException | RuntimeException e) {
      // it stays, unused, until the store is opened anew
    }
  }

  /** Whether it would be computed sooner than loaded, as loading has gone lately. */
  private boolean isUnworthy(BlockInfo info) {
    if (evenIfSlower
        || info.computeNanos() == 0
        || loadNanosPerByte * info.bytes() < info.computeNanos()) {
      return false;
    }
    unworthy++;
    loadNanosPerByte *= FORGIVENESS; // or it would never be tried again
    return true;
  }

  private synchronized void count(boolean hit, long computeNanos, long nanos) {
    if (hit) {
      hits++;
      savedNanos += computeNanos > 0 ? computeNanos - nanos : 0;
    } else {
      misses++;
    }
  }

  @Override
  public boolean wants(KvOrigin origin, int[] text, int length) {
    if (readOnly) {
      return false;
    }
    BlockId id = id(origin, text, length);
    synchronized (this) {
      ledger.touch(id);
      return ledger.find(id) == null && ledger.fits(origin.layout().bytes(held(length)));
    }
  }

  @Override
  public void keep(KvOrigin origin, int[] text, int length, MemorySegment page, long computeNanos)
      throws IOException {
    BlockId id = id(origin, text, length);
    BlockInfo info = new BlockInfo(page.byteSize(), (length - 1) / KvCache.PAGE, computeNanos);
    synchronized (this) {
      if (isUnworthy(info)) {
        return;
      }
    }
    blocks.write(id, info, page);
    synchronized (this) {
      storedBlocks++;
      bytesStored += info.bytes();
      ledger.add(id, info);
    }
    memory.add(id, page);
    evict();
  }

  /** Tokens in the page that ends a text of {@code length} tokens. */
  private static int held(int length) {
    return length - (length - 1) / KvCache.PAGE * KvCache.PAGE;
  }

  private BlockId id(KvOrigin origin, int[] text, int length) {
    try (BlockId.Chain chain = new BlockId.Chain(key, salt)) {
      return chain.of(origin, text, length);
    }
  }

  private void evict() {
    for (BlockId id = nextToGo(); id != null; id = nextToGo()) {
      remove(id);
    }
  }

  private synchronized @Nullable BlockId nextToGo() {
    BlockId id = ledger.evict();
    if (id != null) {
      evictedBlocks++;
      memory.remove(id);
    }
    return id;
  }

  /** What has been remembered and given back so far. */
  public synchronized RecallCounts counts() {
    return new RecallCounts(
        hits,
        misses,
        memoryBlocks,
        vaultBlocks,
        bytesRead,
        savedNanos,
        storedBlocks,
        bytesStored,
        evictedBlocks,
        brokenBlocks,
        unworthy,
        ledger.count(),
        ledger.bytes());
  }

  /** Forgets what is in memory, and the key by which blocks are named; those in the vault stay. */
  @Override
  public void close() {
    memory.close();
    key.close();
  }
}
