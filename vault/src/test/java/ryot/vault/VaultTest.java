package ryot.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.vault.log.LogOptions;
import ryot.vault.log.LogProgress;
import ryot.vault.log.ReadOnlyException;
import ryot.vault.log.TamperedException;
import ryot.vault.log.TestKeys;
import ryot.vault.log.VaultFullException;
import ryot.vault.seal.Credential;
import ryot.vault.seal.WrongKeyException;
import ryot.vault.storage.DiskStorage;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.Storage;
import ryot.vault.storage.VaultException;
import ryot.vault.storage.VaultLockedException;

class VaultTest {
  static final LogOptions SMALL = new LogOptions(16 << 10, 256 << 10, 1 << 20, false);

  @TempDir Path folder;

  static Vault created(Storage storage, VaultOptions options) throws IOException {
    try (Credential credential = TestKeys.passphrase()) {
      return Vault.create(storage, credential, TestKeys.CHEAP, options);
    }
  }

  static Vault opened(Storage storage, VaultOptions options) throws IOException {
    try (Credential credential = TestKeys.passphrase()) {
      return Vault.open(storage, credential, options);
    }
  }

  private static VaultOptions small() {
    return VaultOptions.usual().log(SMALL);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  private static Rsu note(String id, String text, String... tags) {
    Rsu.Builder rsu = Rsu.builder(id).kind("note").text(text);
    List.of(tags).forEach(rsu::tag);
    return rsu.build();
  }

  private static String text(Vault vault, String id) throws IOException {
    return vault.get(id).flatMap(Rsu::text).orElse("");
  }

  @Test
  void aUnitComesBackWithAllItsParts() throws IOException {
    byte[] kv = random(1_500_001);
    Rsu rsu =
        Rsu.builder("chat/1")
            .kind("kv")
            .tag("model-a")
            .metadata("layout", "f16 3")
            .recompute(Duration.ofMillis(1_234))
            .pinned(true)
            .text("Käse zum Frühstück")
            .tokens(new int[] {1, -2, Integer.MAX_VALUE})
            .embedding(new float[] {0.5f, -0f, Float.MIN_VALUE})
            .kv(MemorySegment.ofArray(kv))
            .build();
    Storage storage = DiskStorage.open(folder);
    try (Vault vault = created(storage, small())) {
      vault.put(rsu);
      requireSame(vault.get("chat/1").orElseThrow(), rsu, kv);
    }
    try (Vault vault = opened(storage, small())) {
      requireSame(vault.get("chat/1").orElseThrow(), rsu, kv);
      StoredRsu stored = vault.find("chat/1").orElseThrow();
      assertThat(stored.kvStream().readAllBytes()).isEqualTo(kv);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment target = arena.allocate(700_000);
        stored.readKv(123_456, target);
        assertThat(target.mismatch(MemorySegment.ofArray(kv).asSlice(123_456, 700_000)))
            .isEqualTo(-1);
      }
      assertThatThrownBy(() -> stored.readKv(1, MemorySegment.ofArray(new byte[kv.length])))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(stored.tokens().orElseThrow()).containsExactly(1, -2, Integer.MAX_VALUE);
      assertThat(vault.get("chat/2")).isEmpty();
    }
  }

  private static void requireSame(Rsu found, Rsu rsu, byte[] kv) {
    assertThat(found.kind()).isEqualTo(rsu.kind());
    assertThat(found.tags()).isEqualTo(rsu.tags());
    assertThat(found.metadata()).isEqualTo(rsu.metadata());
    assertThat(found.recompute()).isEqualTo(rsu.recompute());
    assertThat(found.pinned()).isEqualTo(rsu.pinned());
    assertThat(found.created()).isEqualTo(rsu.created());
    assertThat(found.text()).isEqualTo(rsu.text());
    assertThat(found.tokens().orElseThrow()).isEqualTo(rsu.tokens().orElseThrow());
    assertThat(found.embedding().orElseThrow()).isEqualTo(rsu.embedding().orElseThrow());
    assertThat(found.kv().orElseThrow().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(kv);
  }

  @Test
  void partsOfEverySizeComeBack() throws IOException {
    Storage storage = new SimulatedStorage();
    int[] sizes = {0, 1, 48 << 10, (48 << 10) + 1, 70_000, 200_000};
    try (Vault vault = created(storage, small())) {
      for (int kv : sizes) {
        for (int text : sizes) {
          vault.put(
              Rsu.builder(kv + "/" + text)
                  .kv(MemorySegment.ofArray(random(kv)))
                  .text("ä".repeat(text / 2))
                  .tokens(new int[] {kv})
                  .build());
        }
      }
    }
    try (Vault vault = opened(storage, small())) {
      for (int kv : sizes) {
        for (int text : sizes) {
          Rsu rsu = vault.get(kv + "/" + text).orElseThrow();
          assertThat(rsu.text()).hasValue("ä".repeat(text / 2));
          assertThat(rsu.tokens().orElseThrow()).containsExactly(kv);
          assertThat(
                  rsu.kv().map(memory -> memory.toArray(ValueLayout.JAVA_BYTE)).orElse(new byte[0]))
              .isEqualTo(random(kv));
        }
      }
    }
  }

  @Test
  void unitsAreFoundByTag() throws IOException {
    Storage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("a", "1", "x", "y"));
      vault.put(note("b", "2", "y"));
      vault.put(note("a", "3", "x"));
      assertThat(ids(vault, "y")).containsExactly("b");
      vault.delete("b");
      assertThat(vault.delete("b")).isFalse();
    }
    try (Vault vault = opened(storage, small())) {
      assertThat(ids(vault, "x")).containsExactly("a");
      assertThat(ids(vault, "y")).isEmpty();
      assertThat(vault.scan().map(stored -> stored.info().id())).containsExactly("a");
    }
  }

  private static List<String> ids(Vault vault, String tag) {
    return vault.findByTag(tag).map(stored -> stored.info().id()).sorted().toList();
  }

  @Test
  void aTransactionIsAllOrNothing() throws IOException {
    Storage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("gone", "x"));
      Transaction transaction =
          vault.transaction().put(note("a", "1")).put(note("b", "2")).delete("gone");
      assertThat(vault.contains("a")).isFalse();
      transaction.commit();
      assertThat(vault.contains("gone")).isFalse();
      assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
      assertThat(text(vault, "b")).isEqualTo("2");
    }
  }

  @Test
  void aLargeUnitIsWrittenInPieces() throws IOException {
    byte[] kv = random(9_000_000);
    Storage storage = DiskStorage.open(folder);
    try (Vault vault = created(storage, VaultOptions.usual())) {
      try (RsuWriter writer = vault.writer(note("long", "with a text"))) {
        for (int at = 0; at < kv.length; at += 1_000_000) {
          writer.write(MemorySegment.ofArray(kv).asSlice(at, 1_000_000));
          assertThat(vault.contains("long")).isFalse();
        }
        writer.commit();
      }
      try (RsuWriter writer = vault.writer(note("given up", ""))) {
        writer.write(MemorySegment.ofArray(kv));
      }
    }
    try (Vault vault = opened(storage, VaultOptions.usual())) {
      StoredRsu stored = vault.find("long").orElseThrow();
      assertThat(stored.text()).hasValue("with a text");
      assertThat(stored.kvStream().readAllBytes()).isEqualTo(kv);
      assertThat(vault.contains("given up")).isFalse();
    }
  }

  @Test
  void textsAreStoredByACodec() throws IOException {
    TextCodec rot = new Rot();
    Storage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("plain", "abc"));
    }
    try (Vault vault = opened(storage, small().codecs(List.of(rot)))) {
      vault.put(note("coded", "xyz"));
      assertThat(text(vault, "plain")).isEqualTo("abc");
      assertThat(text(vault, "coded")).isEqualTo("xyz");
    }
    try (Vault vault = opened(storage, small())) {
      assertThatThrownBy(() -> text(vault, "coded"))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("codec 7");
    }
  }

  private static final class Rot implements TextCodec {
    @Override
    public int code() {
      return 7;
    }

    @Override
    public byte[] encode(String text) {
      return new StringBuilder(text).reverse().toString().getBytes(UTF_8);
    }

    @Override
    public String decode(byte[] stored) {
      return new StringBuilder(new String(stored, UTF_8)).reverse().toString();
    }
  }

  @Test
  void oneProcessWritesAndOthersRead() throws IOException {
    try (Vault vault = created(DiskStorage.open(folder), small())) {
      vault.put(note("a", "1"));
      assertThatThrownBy(() -> opened(DiskStorage.open(folder), small()))
          .isInstanceOf(VaultLockedException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      try (Vault reader = opened(DiskStorage.open(folder), small().reading())) {
        assertThat(text(reader, "a")).isEqualTo("1");
        assertThatThrownBy(() -> reader.put(note("b", "2"))).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(reader::rotate).isInstanceOf(ReadOnlyException.class);
        vault.put(note("a", "2"));
        assertThat(text(reader, "a")).isEqualTo("1");
      }
    }
  }

  @Test
  void theKeyOpensAndNoOther() throws IOException {
    Storage storage = new SimulatedStorage();
    created(storage, small()).close();
    try (Credential wrong = Credential.passphrase("something else".toCharArray())) {
      assertThatThrownBy(() -> Vault.open(storage, wrong, small()))
          .isInstanceOf(WrongKeyException.class);
    }
    assertThatThrownBy(() -> created(storage, small())).isInstanceOf(VaultException.class);
    opened(storage, small()).close();
  }

  @Test
  void nothingOfAUnitIsReadableOnTheDisk() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("an id to be searched", "a text to be searched", "a tag to be searched"));
      requireSecret(storage);
    }
    requireSecret(storage);
  }

  private static void requireSecret(SimulatedStorage storage) {
    storage
        .files()
        .forEach(
            (name, content) ->
                assertThat(new String(content, ISO_8859_1))
                    .as(name)
                    .doesNotContain("to be searched"));
  }

  @Test
  void rotationAndCompactionForgetOldKeys() throws IOException {
    Storage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("a", "1"));
      vault.put(note("b", "2"));
      vault.delete("b");
      assertThat(vault.rotate()).isEqualTo(2);
      vault.put(note("c", "3"));
      vault.compact();
      assertThat(vault.keys().epochs()).containsExactly(2);
      assertThat(text(vault, "a")).isEqualTo("1");
    }
    try (Vault vault = opened(storage, small())) {
      assertThat(text(vault, "a")).isEqualTo("1");
      assertThat(text(vault, "c")).isEqualTo("3");
      vault.verify();
    }
  }

  @Test
  void aBackupIsAVaultAndRestores() throws IOException {
    Storage storage = new SimulatedStorage();
    Storage backup = new SimulatedStorage();
    Storage restored = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("a", "1"));
      vault.backup(backup, LogProgress.none());
      vault.put(note("a", "2"));
      assertThatThrownBy(() -> vault.backup(backup, LogProgress.none()))
          .hasMessageContaining("empty");
    }
    try (Credential credential = TestKeys.passphrase()) {
      assertThat(Vault.restore(backup, restored, credential, LogProgress.none()).commits())
          .isEqualTo(1);
    }
    try (Vault vault = opened(restored, small())) {
      assertThat(text(vault, "a")).isEqualTo("1");
      vault.put(note("b", "2"));
    }
  }

  @Test
  void aSnapshotStays() throws IOException {
    try (Vault vault = created(new SimulatedStorage(), small())) {
      vault.put(note("a", "1"));
      try (VaultSnapshot snapshot = vault.snapshot()) {
        vault.put(note("a", "2"));
        vault.put(note("b", "2"));
        vault.compact();
        assertThat(snapshot.find("a").orElseThrow().text()).hasValue("1");
        assertThat(snapshot.scan()).hasSize(1);
      }
    }
  }

  @Test
  void aFoundUnitIsReadWhereCompactionPutIt() throws IOException {
    try (Vault vault = created(new SimulatedStorage(), small())) {
      vault.put(note("a", "1"));
      vault.put(note("b", "1"));
      StoredRsu kept = vault.find("a").orElseThrow();
      StoredRsu gone = vault.find("b").orElseThrow();
      vault.delete("b");
      vault.rotate();
      vault.compact();
      assertThat(kept.text()).hasValue("1");
      assertThatThrownBy(gone::text).isInstanceOf(RsuGoneException.class);
    }
  }

  @Test
  void theBudgetIsKeptByEvictingWhatIsCheapAndOld() throws IOException {
    Storage storage = new SimulatedStorage();
    long budget = 1 << 20;
    try (Vault vault = created(storage, VaultOptions.usual().budget(budget))) {
      for (int i = 0; i < 200; i++) {
        vault.put(
            Rsu.builder("kv" + i)
                .kv(MemorySegment.ofArray(random(20_000)))
                .recompute(Duration.ofMillis(i % 2 == 0 ? 10_000 : 10))
                .pinned(i == 1)
                .build());
        assertThat(vault.stats().diskBytes()).isLessThanOrEqualTo(budget + (64 << 10));
      }
      assertThat(vault.contains("kv1")).isTrue();
      assertThat(vault.stats().evicted()).isPositive();
      Map<Boolean, Long> kept =
          vault
              .scan()
              .collect(
                  Collectors.partitioningBy(
                      stored -> stored.info().recompute().toMillis() == 10_000,
                      Collectors.counting()));
      assertThat(kept.get(true)).isGreaterThan(kept.get(false));
      assertThatThrownBy(
              () -> vault.put(Rsu.builder("x").kv(MemorySegment.ofArray(random(2 << 20))).build()))
          .isInstanceOf(VaultFullException.class);
      vault.put(note("fits", "still"));
    }
    opened(storage, VaultOptions.usual().budget(budget)).close();
  }

  @Test
  void anAnchorNoticesAnOlderCopy() throws IOException {
    Path anchor = folder.resolve("anchor");
    SimulatedStorage storage = new SimulatedStorage();
    try (Vault vault = created(storage, small())) {
      vault.put(note("a", "1"));
      vault.writeAnchor(anchor);
    }
    Map<String, byte[]> older = storage.files();
    try (Vault vault = opened(storage, small().anchor(anchor))) {
      vault.put(note("a", "2"));
    }
    opened(storage, small().anchor(anchor)).close();
    assertThatThrownBy(() -> opened(new SimulatedStorage(older), small().anchor(anchor)))
        .isInstanceOf(TamperedException.class)
        .hasMessageContaining("older copy");
    Files.write(anchor, new byte[96]);
    assertThatThrownBy(() -> opened(storage, small().anchor(anchor)))
        .isInstanceOf(TamperedException.class);
    opened(storage, small()).close();
  }

  @Test
  void manyThreadsWriteAndRead() throws Exception {
    Storage storage = DiskStorage.open(folder);
    Map<String, String> expected = new TreeMap<>();
    try (Vault vault = created(storage, small())) {
      List<Thread> threads =
          IntStream.range(0, 8)
              .mapToObj(
                  thread ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int i = 0; i < 50; i++) {
                                  try {
                                    String id = thread + "/" + i % 10;
                                    vault.put(note(id, thread + ":" + i));
                                    assertThat(text(vault, id)).isEqualTo(thread + ":" + i);
                                  } catch (IOException e) {
                                    throw new AssertionError(e);
                                  }
                                }
                              }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      for (int thread = 0; thread < 8; thread++) {
        for (int i = 40; i < 50; i++) {
          expected.put(thread + "/" + i % 10, thread + ":" + i);
        }
      }
      CompletableFuture.allOf(vault.submit(note("s1", "x")), vault.submit(note("s2", "y"))).join();
      expected.put("s1", "x");
      expected.put("s2", "y");
    }
    try (Vault vault = opened(storage, small())) {
      Map<String, String> found = new TreeMap<>();
      for (StoredRsu stored : vault.scan().toList()) {
        found.put(stored.info().id(), stored.text().orElseThrow());
      }
      assertThat(found).isEqualTo(expected);
    }
  }
}
