package ryot.recall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.KvShape;
import ryot.engine.cache.KvType;
import ryot.vault.seal.SecretKey;

class RecallStoreTest {

  private static final KvOrigin ORIGIN =
      new KvOrigin("model", "scalar", new KvLayout(new KvShape(1, 1, 4), KvType.F32));
  private static final int PAGE_BYTES = (int) ORIGIN.layout().pageBytes();
  private static final int[] TEXT = IntStream.range(0, 500).map(i -> i * 7 % 91).toArray();
  private static final long SECOND = 1_000_000_000;

  /** No block is kept in memory: each comes from where it was put. */
  private static final RecallOptions NO_MEMORY = RecallOptions.defaults().withMemoryBytes(0);

  private final MapBlocks blocks = new MapBlocks();

  private RecallStore open(RecallOptions options) {
    try {
      return RecallStore.open(blocks, SecretKey.taking(new byte[32]), options);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A page full of one number. */
  private static byte[] page(int number) {
    byte[] page = new byte[PAGE_BYTES];
    Arrays.fill(page, (byte) number);
    return page;
  }

  /** What the page has that ends with {@code text[0, length)}. */
  private static int bytes(int length) {
    return (int) ORIGIN.layout().bytes(length - (length - 1) / 64 * 64);
  }

  /** That, made up. */
  private static byte[] content(int length) {
    return Arrays.copyOf(page(length), bytes(length));
  }

  private static void keep(RecallStore store, int... lengths) throws IOException {
    for (int length : lengths) {
      assertThat(store.wants(ORIGIN, TEXT, length)).isTrue();
      store.keep(ORIGIN, TEXT, length, MemorySegment.ofArray(content(length)), SECOND);
    }
  }

  /** The pages that a store fills in, which are dirty before, and how many tokens they reach. */
  private record Found(int tokens, Map<Integer, byte[]> pages) {}

  private static Found find(RecallStore store, KvOrigin origin, int[] text, int known, int limit) {
    Map<Integer, byte[]> pages = new ConcurrentHashMap<>();
    int tokens =
        store.find(
            origin,
            text,
            known,
            limit,
            page -> MemorySegment.ofArray(pages.computeIfAbsent(page, _ -> page(99))));
    return new Found(tokens, pages);
  }

  private static void requirePages(
      RecallStore store, int[] text, int known, int limit, int... lengths) {
    Found found = find(store, ORIGIN, text, known, limit);
    assertThat(found.tokens()).isEqualTo(lengths[lengths.length - 1]);
    for (int length : lengths) {
      byte[] page = found.pages().get((length - 1) / 64);
      assertThat(Arrays.copyOf(page, bytes(length))).isEqualTo(content(length));
    }
  }

  @Test
  void whatWasKeptIsFoundFromMemoryAndFromTheVault() throws IOException {
    RecallStore store = open(RecallOptions.defaults());
    keep(store, 64, 128, 168);
    int[] prompt = Arrays.copyOf(TEXT, 168);
    requirePages(store, prompt, 0, 167, 64, 128, 168);
    assertThat(store.counts().memoryBlocks()).isEqualTo(3);
    RecallStore again = open(RecallOptions.defaults());
    requirePages(again, prompt, 0, 167, 64, 128, 168);
    assertThat(again.counts().vaultBlocks()).isEqualTo(3);
    assertThat(again.counts().bytesRead()).isEqualTo(2L * PAGE_BYTES + bytes(168));
    assertThat(again.counts().savedNanos()).isBetween(2 * SECOND, 3 * SECOND);
    requirePages(again, prompt, 0, 167, 64, 128, 168);
    assertThat(again.counts().memoryBlocks()).isZero(); // the system has it in memory already
  }

  @Test
  void manyReadSideBySideWhatIsForgottenMeanwhile() throws Exception {
    RecallStore store = open(RecallOptions.defaults().withMemoryBytes(2L * PAGE_BYTES));
    keep(store, 64, 128, 192, 256);
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reading = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        reading.add(
            readers.submit(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    requirePages(store, TEXT, 0, 256, 64, 128, 192, 256);
                  }
                }));
      }
      for (int i = 0; i < 200; i++) {
        int length = 64 + i % 4 * 64;
        store.keep(ORIGIN, TEXT, length, MemorySegment.ofArray(content(length)), SECOND);
      }
      for (Future<?> one : reading) {
        one.get();
      }
    }
    assertThat(store.counts().brokenBlocks()).isZero();
    store.close();
  }

  @Test
  void whoReadsOnlyFindsAndChangesNothing() throws IOException {
    keep(open(NO_MEMORY), 64, 128);
    RecallStore reader = open(NO_MEMORY.withReadOnly(true).withVaultBytes(PAGE_BYTES));
    requirePages(reader, TEXT, 0, 499, 64, 128);
    assertThat(reader.wants(ORIGIN, TEXT, 192)).isFalse();
    blocks.kept.replaceAll(
        (_, block) -> new MapBlocks.Kept(block.info(), Arrays.copyOf(block.bytes(), 100)));
    assertThat(find(reader, ORIGIN, TEXT, 0, 499).tokens()).isZero();
    assertThat(blocks.kept).hasSize(2);
  }

  @Test
  void whoHasNoRoomForABlockGetsThoseBefore() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64, 128, 192);
    int tokens =
        store.find(
            ORIGIN,
            TEXT,
            0,
            499,
            page -> {
              if (page > 0) {
                throw new OutOfMemoryError("no room");
              }
              return MemorySegment.ofArray(new byte[PAGE_BYTES]);
            });
    assertThat(tokens).isEqualTo(64);
    assertThat(store.counts().brokenBlocks()).isZero();
    assertThat(store.counts().blocks()).isEqualTo(3);
  }

  /** An engine that is closed while the store reads for it. */
  @Test
  void aBlockIsNotBrokenBecauseTheReaderIsGone() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64, 128);
    MemorySegment page;
    try (Arena engine = Arena.ofShared()) {
      page = engine.allocate(PAGE_BYTES);
    }
    assertThat(store.find(ORIGIN, TEXT, 0, 499, _ -> page)).isZero();
    assertThat(store.counts().brokenBlocks()).isZero();
    assertThat(blocks.kept).hasSize(2);
  }

  @Test
  void theLongestBegunBlockThatFitsIsFound() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64, 74, 90);
    requirePages(store, Arrays.copyOf(TEXT, 200), 0, 199, 64, 90);
    requirePages(store, Arrays.copyOf(TEXT, 80), 0, 79, 64, 74);
    requirePages(store, Arrays.copyOf(TEXT, 70), 0, 69, 64);
  }

  @Test
  void onlyWhatMemoryLacksIsRead() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64, 128, 192);
    requirePages(store, TEXT, 130, 499, 192);
    assertThat(store.counts().vaultBlocks()).isEqualTo(1);
    assertThat(find(store, ORIGIN, TEXT, 192, 499).tokens()).isZero();
  }

  @Test
  void afterAGapNothingIsFound() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64, 192, 256);
    requirePages(store, TEXT, 0, 499, 64);
  }

  @Test
  void otherTextsOriginsAndSaltsFindNothing() throws IOException {
    keep(open(NO_MEMORY), 64, 128);
    int[] other = TEXT.clone();
    other[5]++;
    RecallStore store = open(NO_MEMORY);
    assertThat(find(store, ORIGIN, other, 0, 499).tokens()).isZero();
    KvOrigin foreign = new KvOrigin("another", "scalar", ORIGIN.layout());
    assertThat(find(store, foreign, TEXT, 0, 499).tokens()).isZero();
    RecallStore tenant = open(NO_MEMORY.withSalt("tenant".getBytes(UTF_8)));
    assertThat(find(tenant, ORIGIN, TEXT, 0, 499).tokens()).isZero();
    assertThat(tenant.counts().misses()).isEqualTo(1);
  }

  @Test
  void aBlockThatCannotBeReadIsForgottenAndEndsWhatIsFound() throws IOException {
    keep(open(NO_MEMORY), 64, 128, 192);
    BlockId second =
        new BlockId.Chain(SecretKey.taking(new byte[32]), new byte[0]).of(ORIGIN, TEXT, 128);
    RecallStore store =
        RecallStore.open(
            new MapBlocks() {
              {
                kept.putAll(blocks.kept);
              }

              @Override
              public boolean read(BlockId id, MemorySegment target) throws IOException {
                if (id.equals(second)) {
                  throw new IOException("tampered");
                }
                return super.read(id, target);
              }
            },
            SecretKey.taking(new byte[32]),
            NO_MEMORY);
    requirePages(store, TEXT, 0, 499, 64);
    assertThat(store.counts().brokenBlocks()).isEqualTo(1);
    assertThat(store.counts().blocks()).isEqualTo(2);
    assertThat(store.wants(ORIGIN, TEXT, 128)).isTrue();
  }

  @Test
  void aBlockOfAnotherSizeIsNotFound() throws IOException {
    keep(open(NO_MEMORY), 64);
    blocks.kept.replaceAll(
        (_, block) -> new MapBlocks.Kept(block.info(), Arrays.copyOf(block.bytes(), 100)));
    assertThat(find(open(NO_MEMORY), ORIGIN, TEXT, 0, 499).tokens()).isZero();
  }

  @Test
  void theVaultsShareIsKeptAlsoOfWhatWasThereBefore() throws IOException {
    RecallStore store = open(NO_MEMORY.withVaultBytes(3L * PAGE_BYTES));
    keep(store, 64, 128, 192, 256);
    assertThat(blocks.kept).hasSize(3);
    assertThat(store.counts().evictedBlocks()).isEqualTo(1);
    requirePages(store, TEXT, 0, 499, 64, 128, 192);
    RecallStore smaller = open(NO_MEMORY.withVaultBytes(PAGE_BYTES));
    assertThat(blocks.kept).hasSize(1);
    requirePages(smaller, TEXT, 0, 499, 64);
    assertThat(open(NO_MEMORY.withVaultBytes(10)).wants(ORIGIN, TEXT, 64)).isFalse();
  }

  @Test
  void whatIsComputedSoonerThanLoadedIsNotGivenBackNorKept() throws IOException {
    RecallStore store = open(NO_MEMORY);
    keep(store, 64);
    store.keep(ORIGIN, TEXT, 128, MemorySegment.ofArray(page(128)), 1);
    requirePages(store, TEXT, 0, 499, 64, 128); // which tells what loading takes
    requirePages(store, TEXT, 0, 499, 64);
    store.keep(ORIGIN, TEXT, 192, MemorySegment.ofArray(page(192)), 1);
    assertThat(blocks.kept).hasSize(2);
    assertThat(store.counts().unworthy()).isEqualTo(2);
  }

  @Test
  void aFailingVaultIsTheCallersToCount() throws IOException {
    RecallStore store =
        RecallStore.open(
            new MapBlocks() {
              @Override
              public void write(BlockId id, BlockInfo info, MemorySegment block)
                  throws IOException {
                throw new IOException("full");
              }
            },
            SecretKey.taking(new byte[32]),
            RecallOptions.defaults());
    assertThatThrownBy(() -> store.keep(ORIGIN, TEXT, 64, MemorySegment.ofArray(page(64)), SECOND))
        .hasMessage("full");
    assertThat(find(store, ORIGIN, TEXT, 0, 499).tokens()).isZero();
  }

  @Test
  void memoryIsBounded() throws IOException {
    RecallStore store = open(RecallOptions.defaults().withMemoryBytes(2L * PAGE_BYTES));
    keep(store, 64, 128, 192);
    find(store, ORIGIN, TEXT, 0, 499);
    assertThat(store.counts().memoryBlocks()).isLessThan(3);
    assertThat(store.counts().vaultBlocks()).isPositive();
  }

  @Test
  void optionsBelowZeroAreRefused() {
    assertThatThrownBy(() -> RecallOptions.defaults().withVaultBytes(-1))
        .hasMessage("memoryBytes and vaultBytes must be 0 or more, are 268435456 and -1");
    assertThat(RecallOptions.defaults().withSalt("secret".getBytes(UTF_8)).toString())
        .doesNotContain("secret");
  }
}
