package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.sample.SamplingOptions;

/**
 * Many readers at once. The scripted model fails on any step that breaks the one-thread rule or
 * touches freed memory, and each reader checks its answer against a cold one.
 */
@Timeout(120)
class ConcurrencyStressTest {

  private static final int READERS = 8;

  @Test
  void concurrentReadersEachGetTheirOwnAnswer() throws Exception {
    ScriptedModel model = ScriptedModel.chaotic();
    try (Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 2000)) {
      allTogether(
          reader -> {
            Random random = new Random(reader);
            try (Sequence sequence = scheduler.newSequence()) {
              for (int round = 0; round < 30; round++) {
                int[] prompt = random.ints(1 + random.nextInt(40), 0, 4).toArray();
                int count = 1 + random.nextInt(120);
                try (Generation generation = scheduler.submit(sequence, request(prompt, count))) {
                  assertThat(Answer.read(generation).tokens())
                      .isEqualTo(ScriptedModel.chaoticAnswer(prompt, count));
                }
              }
            }
          });
    }
    assertThat(model.pool().heldPages()).isZero();
  }

  /** Room for two of the longest at a time; some share beginnings, some are read slowly. */
  @Test
  void inLittleMemoryEachStillGetsItsOwnAnswer() throws Exception {
    ScriptedModel model = ScriptedModel.chaotic().withPages(12).withMaxStepTokens(100);
    try (Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 384)) {
      allTogether(
          reader -> {
            Random random = new Random(200 + reader);
            for (int round = 0; round < 25; round++) {
              int[] prompt = new int[1 + random.nextInt(200)];
              Arrays.fill(
                  prompt, random.nextInt(prompt.length), prompt.length, 1 + random.nextInt(2));
              int count = 1 + random.nextInt(180);
              try (Generation generation = scheduler.submit(request(prompt, count))) {
                if (random.nextInt(3) == 0) {
                  Thread.sleep(random.nextInt(5));
                }
                assertThat(Answer.read(generation).tokens())
                    .isEqualTo(ScriptedModel.chaoticAnswer(prompt, count));
              }
            }
          });
    }
    assertThat(model.pool().heldPages()).isZero();
  }

  @Test
  void cancellingClosingAndResettingAtAnyMomentBreaksNothing() throws Exception {
    ScriptedModel model = ScriptedModel.chaotic().withMaxStepTokens(8);
    try (Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 2000)) {
      allTogether(
          reader -> {
            Random random = new Random(100 + reader);
            for (int round = 0; round < 40; round++) {
              try (Sequence sequence = scheduler.newSequence()) {
                disturb(scheduler, sequence, random);
                disturb(scheduler, sequence, random);
                int[] prompt = random.ints(1 + random.nextInt(40), 0, 2).toArray();
                try (Generation generation = scheduler.submit(sequence, request(prompt, 9))) {
                  assertThat(Answer.read(generation).tokens())
                      .isEqualTo(ScriptedModel.chaoticAnswer(prompt, 9));
                }
              }
            }
          });
    }
    assertThat(model.pool().heldPages()).isZero();
  }

  @Test
  void closingTheEngineUnderLoadEndsEveryReader() throws Exception {
    for (int round = 0; round < 20; round++) {
      ScriptedModel model = ScriptedModel.chaotic();
      Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 100_000);
      List<Generation> generations = new ArrayList<>();
      List<Sequence> sequences = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        sequences.add(scheduler.newSequence());
        generations.add(scheduler.submit(sequences.get(i), request(new int[] {i}, 100_000)));
      }
      allTogether(
          reader -> {
            if (reader == 0) {
              generations.get(0).next();
              scheduler.close();
            }
            assertThat(Answer.read(generations.get(reader)).reason())
                .isEqualTo(StopReason.CANCELLED);
            sequences.get(reader).close();
          });
      assertThat(model.pool().heldPages()).isZero();
    }
  }

  /** Begins a generation and ends it early in one of the ways there are. */
  private static void disturb(Scheduler scheduler, Sequence sequence, Random random)
      throws InterruptedException {
    int[] prompt = random.ints(1 + random.nextInt(60), 0, 2).toArray();
    try (Generation generation = scheduler.submit(sequence, request(prompt, 500))) {
      for (int i = random.nextInt(6); i > 0; i--) {
        generation.next();
      }
      switch (random.nextInt(4)) {
        case 0 -> generation.cancel();
        case 1 -> sequence.reset();
        case 2 -> {
          generation.cancel();
          assertThat(endOf(generation)).isEqualTo(StopReason.CANCELLED);
        }
        default -> Thread.onSpinWait(); // leaves by closing alone
      }
    }
  }

  private static StopReason endOf(Generation generation) throws InterruptedException {
    while (true) {
      switch (generation.next()) {
        case TextDelta delta -> assertThat(delta.token()).isNotNegative();
        case Finished finished -> {
          return finished.reason();
        }
      }
    }
  }

  private static GenerationRequest request(int[] prompt, int count) {
    return GenerationRequest.of(prompt).withSampling(SamplingOptions.greedy()).withMaxTokens(count);
  }

  private interface Reader {
    void read(int index) throws Exception;
  }

  private static void allTogether(Reader reader) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        int index = i;
        Callable<Void> task =
            () -> {
              reader.read(index);
              return null;
            };
        futures.add(threads.submit(task));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }
}
