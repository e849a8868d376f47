package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.sample.NonFiniteLogitsException;
import ryot.engine.sample.SamplingOptions;

/** The reader's end: cancelling, closing, being slow, vanishing, and hearing of failures. */
@Timeout(120)
class GenerationTest {

  private static final GenerationRequest REQUEST =
      GenerationRequest.of(new int[] {1, 2, 3}).withSampling(SamplingOptions.greedy());

  private ScriptedModel model = ScriptedModel.chaotic();
  private Scheduler scheduler = Schedulers.start(model, new ByteTokenizer(), 10_000);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void cancellingIsSeenBeforeTheNextStepAndWhatIsQueuedStillComes() throws Exception {
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, REQUEST)) {
      gate.release(3);
      generation.next();
      generation.next();
      generation.next(); // the engine is in the fourth step, or about to be
      generation.cancel();
      gate.release(100);
      Answer rest = Answer.read(generation);
      assertThat(rest.reason()).isEqualTo(StopReason.CANCELLED);
      assertThat(rest.tokens().size()).isLessThanOrEqualTo(1);
      assertThat(rest.usage().generatedTokens()).isEqualTo(3 + rest.tokens().size());
    }
  }

  @Test
  void cancellingInTheMiddleOfALongPromptStopsAtTheNextChunk() throws Exception {
    restart(ScriptedModel.chaotic().withMaxStepTokens(16));
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, GenerationRequest.of(new int[5000]))) {
      gate.release(2);
      awaitSteps(2);
      generation.cancel();
      gate.release(1000);
      Answer answer = Answer.read(generation);
      assertThat(answer.reason()).isEqualTo(StopReason.CANCELLED);
      assertThat(answer.usage().generatedTokens()).isZero();
      assertThat(model.steps.size()).isLessThanOrEqualTo(3);
      assertThat(sequence.tokens()).hasSize(16 * model.steps.size()); // and can be gone on with
    }
  }

  @Test
  void cancellingWhatIsQueuedNeedsNoStep() throws Exception {
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence();
        Generation running = scheduler.submit(sequence, REQUEST.withMaxTokens(1));
        Generation queued = scheduler.submit(sequence, REQUEST)) {
      queued.cancel();
      gate.release();
      assertThat(Answer.read(queued).reason()).isEqualTo(StopReason.CANCELLED);
      assertThat(Answer.read(running).reason()).isEqualTo(StopReason.MAX_TOKENS);
      assertThat(model.slices()).containsExactly(3);
    }
  }

  @Test
  void cancellingAfterTheEndChangesNothing() throws Exception {
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, REQUEST.withMaxTokens(2))) {
      awaitSteps(2);
      awaitFree(sequence);
      generation.cancel();
      assertThat(Answer.read(generation).reason()).isEqualTo(StopReason.MAX_TOKENS);
    }
  }

  @Test
  void aSlowReaderHoldsUpItsOwnRequestAndNoOther() throws Exception {
    try (Sequence slow = scheduler.newSequence();
        Sequence quick = scheduler.newSequence();
        Generation unread = scheduler.submit(slow, REQUEST.withMaxTokens(500))) {
      awaitSteps(64);
      try (Generation read = scheduler.submit(quick, REQUEST.withMaxTokens(500))) {
        assertThat(Answer.read(read).tokens()).hasSize(500);
      }
      assertThat(model.steps).hasSize(64 + 500);
      assertThat(Answer.read(unread).tokens()).hasSize(500); // goes on when it is read
    }
  }

  @Test
  void aReaderThatVanishedWithoutClosingDoesNotKeepTheEngineFromEnding() throws Exception {
    Sequence sequence = scheduler.newSequence();
    Generation vanished = scheduler.submit(sequence, REQUEST);
    awaitSteps(64);
    scheduler.close();
    Answer answer = Answer.read(vanished);
    assertThat(answer.tokens()).hasSize(64);
    assertThat(answer.reason()).isEqualTo(StopReason.CANCELLED);
  }

  @Test
  void closingStopsTheEnginesWorkForIt() throws Exception {
    try (Sequence sequence = scheduler.newSequence()) {
      Generation closed = scheduler.submit(sequence, REQUEST);
      closed.next();
      closed.close();
      closed.close();
      assertThatThrownBy(closed::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was closed");
      try (Generation next = scheduler.submit(sequence, REQUEST.withMaxTokens(2))) {
        assertThat(Answer.read(next).reason()).isEqualTo(StopReason.MAX_TOKENS);
      }
    }
  }

  @Test
  void closingWakesAReaderThatWaits() throws Exception {
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence()) {
      Generation generation = scheduler.submit(sequence, REQUEST);
      List<Throwable> thrown = new ArrayList<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      generation.next();
                    } catch (InterruptedException | RuntimeException e) {
                      thrown.add(e);
                    }
                  });
      generation.close();
      reader.join();
      assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
      gate.release(10);
    }
  }

  @Test
  void aFailureOnTheEngineThreadReachesTheReaderAfterWhatCameBeforeAndTheEngineGoesOn()
      throws Exception {
    restart(
        new ScriptedModel(
            history -> {
              if (history.length == 5) {
                throw new IllegalStateException("the fifth token is one too many");
              }
              return 'a';
            }));
    try (Sequence sequence = scheduler.newSequence()) {
      try (Generation generation = scheduler.submit(sequence, REQUEST)) {
        assertThat(generation.next()).isEqualTo(new TextDelta('a', "a"));
        assertThat(generation.next()).isEqualTo(new TextDelta('a', "a"));
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(generation::next)
              .isInstanceOf(GenerationFailedException.class)
              .hasMessageContaining("the fifth token is one too many")
              .hasCauseInstanceOf(IllegalStateException.class);
        }
      }
      assertThat(sequence.tokens()).isEmpty(); // nobody knows what a failed step left behind
      try (Generation generation = scheduler.submit(sequence, REQUEST.withMaxTokens(2))) {
        Answer answer = Answer.read(generation);
        assertThat(answer.text()).isEqualTo("aa");
        assertThat(answer.usage().cachedTokens()).isZero();
      }
    }
  }

  @Test
  void logitsThatAreNoNumbersFailTheGeneration() throws Exception {
    restart(new ScriptedModel(history -> ScriptedModel.NOT_A_NUMBER));
    try (Sequence sequence = scheduler.newSequence();
        Generation generation = scheduler.submit(sequence, REQUEST)) {
      assertThatThrownBy(generation::next)
          .isInstanceOf(GenerationFailedException.class)
          .hasCauseInstanceOf(NonFiniteLogitsException.class);
    }
  }

  @Test
  void anErrorFailsTheGenerationTooAndTheEngineGoesOn() throws Exception {
    restart(
        new ScriptedModel(
            history -> {
              if (history[0] == 9) {
                throw new OutOfMemoryError("no room for a page");
              }
              return 'a';
            }));
    try (Sequence sequence = scheduler.newSequence()) {
      try (Generation generation =
          scheduler.submit(sequence, GenerationRequest.of(new int[] {9}))) {
        assertThatThrownBy(generation::next).hasRootCauseInstanceOf(OutOfMemoryError.class);
      }
      try (Generation generation = scheduler.submit(sequence, REQUEST.withMaxTokens(1))) {
        assertThat(Answer.read(generation).text()).isEqualTo("a");
      }
    }
  }

  @Test
  void aSchedulerThatBreaksTellsItsReadersAndSaysSoToWhoComesLater() throws Exception {
    AtomicBoolean submitted = new AtomicBoolean();
    restart(
        new ScriptedModel(
            history -> {
              while (!submitted.get()) {
                Thread.onSpinWait();
              }
              Thread.currentThread().interrupt(); // noticed when there is nothing to do
              return 'a';
            }));
    Sequence sequence = scheduler.newSequence();
    Generation stalled = scheduler.submit(sequence, REQUEST);
    Generation waiting = scheduler.submit(sequence, REQUEST);
    submitted.set(true);
    assertThatThrownBy(waiting::next)
        .isInstanceOf(GenerationFailedException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    for (int i = 0; i < 64; i++) {
      assertThat(stalled.next()).isInstanceOf(TextDelta.class);
    }
    assertThatThrownBy(stalled::next).isInstanceOf(GenerationFailedException.class);
    assertThatThrownBy(() -> scheduler.submit(sequence, REQUEST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the engine is closed, because it broke")
        .hasMessageContaining("InterruptedException");
  }

  @Test
  void closingTheEngineCancelsWhatRunsAndWhatWaits() throws Exception {
    Semaphore gate = model.gated();
    Sequence one = scheduler.newSequence();
    Sequence other = scheduler.newSequence();
    Generation running = scheduler.submit(one, REQUEST);
    Generation waiting = scheduler.submit(other, REQUEST);
    gate.release(2);
    running.next();
    running.next();
    while (!gate.hasQueuedThreads()) { // until the next step has begun, which then holds up closing
      Thread.sleep(1);
    }
    Thread closer = Thread.ofPlatform().start(scheduler::close);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    gate.release(1);
    closer.join();
    assertThat(Answer.read(running).reason()).isEqualTo(StopReason.CANCELLED);
    assertThat(Answer.read(waiting).reason()).isEqualTo(StopReason.CANCELLED);
    assertThatThrownBy(() -> scheduler.submit(one, REQUEST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
    one.close();
    other.close();
    assertThat(model.pool().heldPages()).isZero();
    scheduler.close();
  }

  @Test
  void moreRequestsThanCanWaitAreRefused() {
    Semaphore gate = model.gated();
    try (Sequence sequence = scheduler.newSequence()) {
      List<Generation> waiting = new ArrayList<>();
      for (int i = 0; i < 1024; i++) {
        waiting.add(scheduler.submit(sequence, REQUEST));
      }
      assertThatThrownBy(() -> scheduler.submit(sequence, REQUEST))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageStartingWith("1024 requests are unfinished");
      waiting.forEach(Generation::close);
      gate.release(10);
    }
  }

  private void restart(ScriptedModel other) {
    scheduler.close();
    model = other;
    scheduler = Schedulers.start(model, new ByteTokenizer(), 10_000);
  }

  private void awaitSteps(int count) throws InterruptedException {
    while (model.steps.size() < count) {
      Thread.sleep(1);
    }
  }

  /** Until a reset takes effect at once, which is when no request uses the sequence. */
  private static void awaitFree(Sequence sequence) throws InterruptedException {
    while (sequence.tokens().length > 0) {
      sequence.reset();
      Thread.sleep(1);
    }
  }
}
