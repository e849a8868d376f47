package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.sample.SamplingOptions;

/** Requests that run at the same time: who is computed when, and what that never changes. */
@Timeout(120)
class BatchingTest {

  private static final int CONTEXT = 6400;

  private ScriptedModel model = ScriptedModel.chaotic();
  private Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), CONTEXT);
  private final List<Generation> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Generation::close);
    scheduler.close();
    assertThat(model.pool().heldPages()).isZero();
  }

  private void restart(ScriptedModel other, int contextLength) {
    scheduler.close();
    model = other;
    scheduler = Schedulers.start(model, new ByteTokenizer(), contextLength);
  }

  /** A prompt that shares no page with one of another seed. */
  private static int[] prompt(int length, int seed) {
    return IntStream.range(0, length).map(i -> (i * 7 + seed * 31 + i * seed) % 250).toArray();
  }

  private Generation submit(int[] prompt, int maxTokens) {
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withSampling(SamplingOptions.greedy())
            .withMaxTokens(maxTokens);
    Generation generation = scheduler.submit(request);
    opened.add(generation);
    return generation;
  }

  private void check(Generation generation, int[] prompt, int count) throws InterruptedException {
    assertThat(Answer.read(generation).tokens())
        .isEqualTo(ScriptedModel.chaoticAnswer(prompt, count));
  }

  /** Lets a model go that was held before its first step until all requests were submitted. */
  private static void together(Semaphore gate) {
    gate.release(1_000_000);
  }

  @Test
  void requestsThatRunAtTheSameTimeShareTheirSteps() throws Exception {
    Semaphore gate = model.gated();
    Generation blocker = submit(prompt(3, 99), 1);
    while (!gate.hasQueuedThreads()) {
      Thread.sleep(1); // until its step has begun, without the others
    }
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      generations.add(submit(prompt(10 + i, i), 20));
    }
    together(gate);
    Answer.read(blocker);
    for (int i = 0; i < 5; i++) {
      check(generations.get(i), prompt(10 + i, i), 20);
    }
    assertThat(Collections.frequency(List.copyOf(model.steps), List.of(1, 1, 1, 1, 1)))
        .isEqualTo(19);
  }

  @Test
  void decodingGoesOnInEveryStepOfALongPrompt() throws Exception {
    Semaphore gate = model.gated();
    Generation talking = submit(prompt(5, 1), 20);
    gate.release(1);
    talking.next();
    Generation reading = submit(prompt(2000, 2), 1);
    together(gate);
    Answer.read(talking);
    check(reading, prompt(2000, 2), 1);
    List<List<Integer>> steps = List.copyOf(model.steps);
    List<List<Integer>> shared = steps.stream().filter(step -> step.size() == 2).toList();
    assertThat(shared).hasSizeBetween(17, 19).containsOnly(List.of(1, 64));
    assertThat(steps.getLast()).hasSize(1);
    assertThat(steps).hasSizeLessThanOrEqualTo(20 + 2); // what was left took two large steps
  }

  @Test
  void aShortPromptIsNotHeldUpByALongOne() throws Exception {
    Semaphore gate = model.gated();
    Generation reading = submit(prompt(5000, 1), 1);
    gate.release(2);
    awaitSteps(2);
    Generation asking = submit(prompt(200, 2), 1);
    together(gate);
    check(asking, prompt(200, 2), 1);
    check(reading, prompt(5000, 1), 1);
    List<List<Integer>> steps = List.copyOf(model.steps);
    assertThat(steps).contains(List.of(312, 200)); // the step after it came took all of it
    assertThat(steps.indexOf(List.of(312, 200))).isBetween(2, 3);
  }

  @Test
  void theOldestPromptGetsHalfHoweverManyShortOnesCome() throws Exception {
    Semaphore gate = model.gated();
    Generation reading = submit(prompt(3000, 1), 1);
    for (int i = 0; i < 30; i++) {
      submit(prompt(400, 2 + i), 1);
    }
    together(gate);
    check(reading, prompt(3000, 1), 1);
    List<List<Integer>> steps = List.copyOf(model.steps);
    int computed = 0;
    for (int i = 0; computed < 3000; i++) {
      int part = steps.get(i).getFirst();
      computed += part;
      assertThat(part >= 256 || computed == 3000).as("%s", steps.get(i)).isTrue();
    }
  }

  @Test
  void promptsThatAreTheSameAreComputedOnce() throws Exception {
    Semaphore gate = model.gated();
    int[] prompt = prompt(1000, 1);
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      generations.add(submit(prompt, 5));
    }
    together(gate);
    for (Generation generation : generations) {
      check(generation, prompt, 5);
    }
    int computed = model.slices().stream().mapToInt(Integer::intValue).sum();
    assertThat(computed).isEqualTo(1000 + 3 * (1000 - 960) + 4 * 4);
  }

  @Test
  void aPrefixIsFoundAgainAfterItsRequestHasEnded() throws Exception {
    int[] first = prompt(300, 1);
    check(submit(first, 3), first, 3);
    int[] second = Arrays.copyOf(first, 400);
    second[250] = 77;
    Answer answer = Answer.read(submit(second, 3));
    assertThat(answer.tokens()).isEqualTo(ScriptedModel.chaoticAnswer(second, 3));
    assertThat(answer.usage().cachedTokens()).isEqualTo(192);
    assertThat(Answer.read(submit(first, 1)).usage().cachedTokens()).isEqualTo(256);
  }

  @Test
  void whatWasGeneratedIsFoundAgainToo() throws Exception {
    int[] prompt = prompt(60, 1);
    List<Integer> said = Answer.read(submit(prompt, 200)).tokens();
    int[] next =
        IntStream.concat(Arrays.stream(prompt), said.stream().mapToInt(Integer::intValue))
            .toArray();
    assertThat(Answer.read(submit(next, 1)).usage().cachedTokens()).isEqualTo(256);
  }

  @Test
  void moreRequestsThanAStepTakesTakeTurns() throws Exception {
    restart(ScriptedModel.chaotic().withMaxSlices(4), CONTEXT);
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      generations.add(submit(prompt(20, i), 40));
    }
    for (int i = 10; i >= 0; i--) {
      check(generations.get(i), prompt(20, i), 40);
    }
  }

  @Test
  void whenPagesRunOutTheYoungestMakesRoomAndSaysTheSameInTheEnd() throws Exception {
    restart(ScriptedModel.chaotic().withPages(10), 640);
    Semaphore gate = model.gated();
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      generations.add(submit(prompt(60, i), 300)); // two pages at first, six in the end
    }
    together(gate);
    List<Thread> readers = new ArrayList<>();
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    for (Generation generation : generations) {
      readers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answers.add(Answer.read(generation));
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(answers)
        .extracting(Answer::tokens)
        .containsExactlyInAnyOrder(
            ScriptedModel.chaoticAnswer(prompt(60, 0), 300),
            ScriptedModel.chaoticAnswer(prompt(60, 1), 300),
            ScriptedModel.chaoticAnswer(prompt(60, 2), 300),
            ScriptedModel.chaoticAnswer(prompt(60, 3), 300));
    assertThat(model.slices().stream().filter(size -> size > 60)).isNotEmpty(); // computed anew
  }

  @Test
  void aRequestWaitsUntilItsPromptAndSomeOfItsAnswerHaveRoom() throws Exception {
    restart(ScriptedModel.chaotic().withPages(10), 640);
    Semaphore gate = model.gated();
    Generation large = submit(prompt(500, 1), 30); // nine pages
    Generation waiting = submit(prompt(64, 2), 30);
    together(gate);
    check(large, prompt(500, 1), 30);
    check(waiting, prompt(64, 2), 30);
    assertThat(model.steps).allMatch(step -> step.size() == 1);
  }

  @Test
  void nobodyOvertakesTheOldestThatWaitsForRoom() throws Exception {
    restart(ScriptedModel.chaotic().withPages(10), 640);
    Semaphore gate = model.gated();
    Generation first = submit(prompt(300, 1), 40);
    Generation large = submit(prompt(500, 2), 1);
    Generation small = submit(prompt(20, 3), 1);
    together(gate);
    check(first, prompt(300, 1), 40);
    check(large, prompt(500, 2), 1);
    check(small, prompt(20, 3), 1);
    assertThat(model.slices().indexOf(20)).isGreaterThanOrEqualTo(40); // after all of the first
  }

  @Test
  void aReaderThatIsBehindKeepsNoPagesFromOthers() throws Exception {
    restart(ScriptedModel.chaotic().withPages(10), 640);
    Generation unread = submit(prompt(300, 1), 200);
    awaitSteps(64);
    check(submit(prompt(500, 2), 100), prompt(500, 2), 100);
    check(unread, prompt(300, 1), 200);
  }

  @Test
  void sequencesThatNoRequestUsesMakeRoom() throws Exception {
    restart(ScriptedModel.chaotic().withPages(10), 640);
    try (Sequence idle = scheduler.newSequence()) {
      GenerationRequest request =
          GenerationRequest.of(prompt(400, 1)).withSampling(SamplingOptions.greedy());
      try (Generation generation = scheduler.submit(idle, request.withMaxTokens(1))) {
        Answer.read(generation);
      }
      assertThat(idle.tokens()).hasSize(400);
      check(submit(prompt(500, 2), 100), prompt(500, 2), 100);
      assertThat(idle.tokens()).isEmpty();
      try (Generation generation = scheduler.submit(idle, request.withMaxTokens(10))) {
        check(generation, prompt(400, 1), 10);
      }
    }
  }

  @Test
  void cancellationFreesPagesBeforeTheNextStep() throws Exception {
    Semaphore gate = model.gated();
    Generation cancelled = submit(prompt(500, 1), 100);
    Generation other = submit(prompt(10, 2), 100);
    gate.release(2);
    awaitSteps(2);
    cancelled.cancel();
    gate.release(2);
    awaitSteps(4);
    assertThat(model.pool().heldPages()).isEqualTo(1);
    together(gate);
    check(other, prompt(10, 2), 100);
  }

  @Test
  void aRequestThatFailsDoesNotHarmThoseInTheSameStep() throws Exception {
    restart(
        new ScriptedModel(
            history -> {
              if (history[0] == 13 && history.length == 12) {
                throw new IllegalStateException("thirteen");
              }
              return history.length % 200;
            }),
        CONTEXT);
    Semaphore gate = model.gated();
    int[] bad = new int[10];
    bad[0] = 13;
    Generation before = submit(new int[10], 30);
    Generation failing = submit(bad, 30);
    Generation after = submit(new int[11], 30);
    together(gate);
    assertThat(Answer.read(before).tokens()).hasSize(30);
    assertThat(Answer.read(after).tokens()).hasSize(30);
    failing.next();
    failing.next();
    assertThatThrownBy(failing::next)
        .isInstanceOf(GenerationFailedException.class)
        .hasMessageContaining("thirteen");
  }

  @Test
  void aContextThatThePoolCannotHoldIsRefused() {
    ScriptedModel small = ScriptedModel.chaotic().withPages(9);
    assertThatThrownBy(() -> Schedulers.start(small, null, 577))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a context of 577 tokens needs 10 pages of keys and values")
        .hasMessageContaining("there are 9");
  }

  private void awaitSteps(int count) throws InterruptedException {
    while (model.steps.size() < count) {
      Thread.sleep(1);
    }
  }
}
