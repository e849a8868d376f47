package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.MemoryPrefixStore;
import ryot.engine.sample.SamplingOptions;

/** What a scheduler asks of a store, takes from it and gives to it, and what it puts up with. */
@Timeout(120)
class StoredPrefixTest {

  private static final int CONTEXT = 2000;

  private final MemoryPrefixStore store = new MemoryPrefixStore();
  private ScriptedModel model = ScriptedModel.chaotic();
  private Scheduler scheduler = start(store);

  private Scheduler start(MemoryPrefixStore with) {
    KvOrigin origin = new KvOrigin("model", "scripted", model.pool().layout());
    return Scheduler.start(
        model,
        new ByteTokenizer(),
        CONTEXT,
        DraftCost.of(0.2f),
        new StoredPrefixes(with, CompletableFuture.completedFuture(origin)));
  }

  /** As after a new start of the program: nothing is left but the store. */
  private void restart(MemoryPrefixStore with) {
    restart(with, 4000);
  }

  private void restart(MemoryPrefixStore with, int pages) {
    scheduler.close();
    model = ScriptedModel.chaotic().withPages(pages);
    scheduler = start(with);
  }

  @AfterEach
  void close() {
    scheduler.close();
    assertThat(model.pool().heldPages()).isZero();
  }

  private static int[] prompt(int length, int seed) {
    return IntStream.range(0, length).map(i -> (i * 7 + seed * 31 + i * seed) % 250).toArray();
  }

  private static GenerationRequest request(int[] prompt, int maxTokens) {
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.greedy())
        .withMaxTokens(maxTokens);
  }

  /** The answer, which must be the right one. */
  private GenerationUsage ask(int[] prompt, int maxTokens) throws InterruptedException {
    try (Generation generation = scheduler.submit(request(prompt, maxTokens))) {
      Answer answer = Answer.read(generation);
      assertThat(answer.tokens()).isEqualTo(ScriptedModel.chaoticAnswer(prompt, maxTokens));
      return answer.usage();
    }
  }

  @Test
  void aPromptOfAnyLengthStartsWithAllButItsLastToken() throws Exception {
    for (int length : new int[] {64, 65, 100, 127, 128, 1000, 1024}) {
      int[] prompt = prompt(length, length);
      assertThat(ask(prompt, 5).restoredTokens()).isZero();
      restart(store);
      GenerationUsage usage = ask(prompt, 5);
      int begun = length % 64;
      int expected = begun != 0 && begun < PrefixReader.GAIN_MIN ? length - begun : length - 1;
      assertThat(usage.restoredTokens()).as("%d tokens", length).isEqualTo(expected);
      assertThat(usage.cachedTokens()).isEqualTo(expected);
      assertThat(usage.restoreNanos()).isPositive();
      assertThat(model.steps.peek()).isEqualTo(List.of(length - expected));
    }
  }

  @Test
  void aConversationGoesOnWhereItsAnswerEnded() throws Exception {
    int[] prompt = prompt(200, 1);
    ask(prompt, 30);
    int[] next = Arrays.copyOf(prompt, 300);
    List<Integer> said = ScriptedModel.chaoticAnswer(prompt, 30);
    for (int i = 0; i < 30; i++) {
      next[200 + i] = said.get(i);
    }
    restart(store);
    assertThat(ask(next, 10).restoredTokens()).isEqualTo(229); // but the last token picked
    PrefixCounts counts = scheduler.prefixCounts(); // pages are kept behind the answer
    assertThat(counts).isEqualTo(new PrefixCounts(1, 1, 229, 0, 0, counts.keptPages(), 0));
  }

  @Test
  void whatMemoryHoldsIsNotAskedFor() throws Exception {
    int[] prompt = prompt(129, 1);
    ask(prompt, 5);
    assertThat(scheduler.prefixCounts().asked()).isEqualTo(1);
    assertThat(ask(prompt, 5).cachedTokens()).isEqualTo(128);
    assertThat(scheduler.prefixCounts().asked()).isEqualTo(1);
  }

  @Test
  void aSequenceThatHoldsSomeGetsTheRest() throws Exception {
    int[] prompt = prompt(500, 1);
    ask(prompt, 1);
    restart(store);
    try (Sequence sequence = scheduler.newSequence()) {
      for (int length : new int[] {70, 500}) {
        int[] part = Arrays.copyOf(prompt, length);
        try (Generation generation = scheduler.submit(sequence, request(part, 3))) {
          assertThat(Answer.read(generation).tokens())
              .isEqualTo(ScriptedModel.chaoticAnswer(part, 3));
        }
      }
    }
    assertThat(scheduler.prefixCounts().restoredTokens()).isEqualTo(64 + 499 - 70);
  }

  @Test
  void pagesAreHandedOverOnceAndNotThoseOfShortTexts() throws Exception {
    ask(prompt(31, 1), 1);
    ask(prompt(128, 2), 1);
    restart(store);
    assertThat(store.pages).hasSize(2);
    ask(prompt(128, 2), 1);
    scheduler.close();
    assertThat(store.pages).hasSize(2);
    assertThat(scheduler.prefixCounts().keptPages()).isZero();
  }

  @Test
  void aStoreThatThrowsIsAMissEachTime() throws Exception {
    MemoryPrefixStore broken =
        new MemoryPrefixStore() {
          @Override
          public int find(
              KvOrigin origin,
              int[] text,
              int known,
              int limit,
              IntFunction<MemorySegment> memory) {
            throw new IllegalStateException("find");
          }

          @Override
          public boolean wants(KvOrigin origin, int[] text, int length) throws IOException {
            throw new IOException("wants");
          }
        };
    restart(broken);
    for (int i = 0; i < 3; i++) {
      assertThat(ask(prompt(200, i), 5).restoredTokens()).isZero();
    }
    scheduler.close();
    PrefixCounts counts = scheduler.prefixCounts();
    assertThat(counts.failures()).isEqualTo(6);
    assertThat(counts.hits()).isZero();
    assertThat(counts.keptPages()).isZero();
  }

  @Test
  void aStoreThatHangsIsWaitedForOnceAndHoldsUpNobodyElse() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    MemoryPrefixStore hanging =
        new MemoryPrefixStore() {
          @Override
          public int find(
              KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> memory)
              throws IOException {
            asked.countDown();
            try {
              assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return super.find(origin, text, known, limit, memory);
          }
        };
    restart(hanging);
    try (Generation waiting = scheduler.submit(request(prompt(200, 1), 5))) {
      asked.await();
      ask(prompt(6, 2), 20); // too short to ask for
      assertThat(Answer.read(waiting).tokens())
          .isEqualTo(ScriptedModel.chaoticAnswer(prompt(200, 1), 5));
    }
    ask(prompt(300, 3), 5); // not asked for: the store has not answered the first question
    assertThat(scheduler.prefixCounts().late()).isEqualTo(1);
    assertThat(scheduler.prefixCounts().asked()).isEqualTo(1);
    released.countDown();
  }

  @Test
  void whoSaysToHaveFilledWhatHeHasNotIsAMiss() throws Exception {
    for (int said : new int[] {64, 200, 1_000_000, Integer.MAX_VALUE, -5}) {
      restart(
          new MemoryPrefixStore() {
            @Override
            public int find(
                KvOrigin origin,
                int[] text,
                int known,
                int limit,
                IntFunction<MemorySegment> memory) {
              memory.apply(1).fill((byte) 0xff);
              return said;
            }
          });
      assertThat(ask(prompt(200, 1), 5).restoredTokens()).isZero();
      assertThat(scheduler.prefixCounts().failures()).isEqualTo(said > 0 ? 1 : 0);
    }
  }

  /** What comes too late goes where it came from, and is not what the next one finds. */
  @Test
  void anAnswerThatIsLateIsNotTaken() throws Exception {
    ask(prompt(200, 1), 5);
    CountDownLatch released = new CountDownLatch(1);
    scheduler.close();
    MemoryPrefixStore slow =
        new MemoryPrefixStore() {
          @Override
          public int find(
              KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> memory)
              throws IOException {
            int found = super.find(origin, text, known, limit, memory);
            try {
              assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return found;
          }
        };
    slow.pages.putAll(store.pages);
    restart(slow);
    assertThat(ask(prompt(200, 1), 5).restoredTokens()).isZero();
    assertThat(scheduler.prefixCounts().late()).isEqualTo(1);
    released.countDown();
    assertThat(ask(prompt(300, 2), 5).restoredTokens()).isZero();
  }

  @Test
  void anotherOriginIsAMiss() throws Exception {
    ask(prompt(200, 1), 5);
    scheduler.close();
    KvOrigin other = new KvOrigin("another", "scripted", model.pool().layout());
    model = ScriptedModel.chaotic();
    scheduler =
        Scheduler.start(
            model,
            new ByteTokenizer(),
            CONTEXT,
            DraftCost.of(0.2f),
            new StoredPrefixes(store, CompletableFuture.completedFuture(other)));
    assertThat(ask(prompt(200, 1), 5).restoredTokens()).isZero();
  }

  @Test
  void anOriginThatCannotBeFoundOutIsAMiss() throws Exception {
    scheduler.close();
    model = ScriptedModel.chaotic();
    scheduler =
        Scheduler.start(
            model,
            new ByteTokenizer(),
            CONTEXT,
            DraftCost.of(0.2f),
            new StoredPrefixes(store, CompletableFuture.failedFuture(new IOException("gone"))));
    for (int i = 0; i < 20; i++) {
      assertThat(ask(prompt(200, i), 5).restoredTokens()).isZero();
    }
    scheduler.close();
    assertThat(store.pages).isEmpty();
  }

  @Test
  void aStoreThatIsBehindIsNotWaitedFor() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    MemoryPrefixStore slow =
        new MemoryPrefixStore() {
          @Override
          public void keep(
              KvOrigin origin, int[] text, int length, MemorySegment page, long computeNanos)
              throws IOException {
            try {
              assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            super.keep(origin, text, length, page, computeNanos);
          }
        };
    restart(slow);
    for (int i = 0; i < 20; i++) {
      ask(prompt(100, i), 1);
    }
    assertThat(scheduler.prefixCounts().droppedTexts()).isBetween(11L, 12L);
    released.countDown();
  }

  @Test
  void withLittleRoomRequestsTakeTurnsAndSayTheSame() throws Exception {
    for (int i = 0; i < 6; i++) {
      ask(prompt(300, i), 1);
    }
    restart(store, 32);
    List<Generation> generations =
        IntStream.range(0, 6).mapToObj(i -> scheduler.submit(request(prompt(300, i), 60))).toList();
    for (int i = 0; i < 6; i++) {
      try (Generation generation = generations.get(i)) {
        assertThat(Answer.read(generation).tokens())
            .isEqualTo(ScriptedModel.chaoticAnswer(prompt(300, i), 60));
      }
    }
    assertThat(scheduler.prefixCounts().hits()).isPositive();
  }

  @Test
  void aRequestThatIsCancelledWhileTheStoreIsAskedEnds() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    MemoryPrefixStore hanging =
        new MemoryPrefixStore() {
          @Override
          public int find(
              KvOrigin origin, int[] text, int known, int limit, IntFunction<MemorySegment> memory)
              throws IOException {
            try {
              assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return 0;
          }
        };
    restart(hanging);
    try (Generation generation = scheduler.submit(request(prompt(1500, 1), 5))) {
      generation.cancel();
      assertThat(Answer.read(generation).reason()).isEqualTo(StopReason.CANCELLED);
    }
    released.countDown();
  }
}
