package ryot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ryot.engine.generate.GenerationEvent.Finished;
import ryot.engine.generate.GenerationEvent.TextDelta;
import ryot.engine.sample.SamplingOptions;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/**
 * Random interleavings of everything that can happen to requests, in a pool that is too small for
 * them: what is read is always what the model says after that prompt alone, and no page is lost.
 */
@Timeout(300)
class BatchingPropertyTest {

  private static final int CONTEXT = 320;
  private static final int PAGES = 8;

  private enum Kind {
    SUBMIT,
    READ,
    CANCEL,
    CLOSE,
    CLOSE_SEQUENCE,
    RESET_SEQUENCE
  }

  /**
   * One thing that happens.
   *
   * @param target which of the generations or sequences, counted around
   * @param beginning which common beginning a prompt has, and how long
   * @param size of what is the prompt's own, or how many events are read
   */
  private record Action(Kind kind, int target, int beginning, int shared, int size, int answer) {

    static Action draw(Choices choices) {
      return new Action(
          choices.oneOf(
              Kind.SUBMIT,
              Kind.SUBMIT,
              Kind.SUBMIT,
              Kind.READ,
              Kind.READ,
              Kind.CANCEL,
              Kind.CLOSE,
              Kind.CLOSE_SEQUENCE,
              Kind.RESET_SEQUENCE),
          choices.below(7),
          choices.below(2),
          choices.oneOf(0, 64, 63, 128, 130),
          choices.between(1, 100),
          choices.oneOf(1, 5, 70, 150));
    }

    int[] prompt() {
      return IntStream.range(0, shared + size)
          .map(i -> i < shared ? beginning + i % 3 : (i * size) % 250)
          .toArray();
    }
  }

  /** A generation and what should come from it. */
  private static final class Reading {
    final Generation generation;
    final List<Integer> expected;
    int read;
    boolean ended;
    boolean mayEndEarly;

    Reading(Generation generation, List<Integer> expected) {
      this.generation = generation;
      this.expected = expected;
    }

    /** Reads up to {@code count} events. */
    void read(int count) throws InterruptedException {
      for (int i = 0; i < count && !ended; i++) {
        switch (generation.next()) {
          case TextDelta delta -> {
            assertThat(delta.token()).isEqualTo(expected.get(read));
            read++;
          }
          case Finished finished -> {
            ended = true;
            assertThat(finished.usage().generatedTokens()).isEqualTo(read);
            if (finished.reason() == StopReason.CANCELLED) {
              assertThat(mayEndEarly).isTrue();
            } else {
              assertThat(read).isEqualTo(expected.size());
            }
          }
        }
      }
    }
  }

  /** Everything that is going on. */
  private static final class World {
    final ScriptedModel model;
    final Scheduler scheduler;
    final List<Sequence> sequences = new ArrayList<>();
    final List<List<Reading>> users = new ArrayList<>();
    final List<Reading> readings = new ArrayList<>();

    /** With a model that repeats itself or one that never does. */
    World(boolean repetitive) {
      model = (repetitive ? ScriptedModel.repetitive() : ScriptedModel.chaotic()).withPages(PAGES);
      scheduler = Schedulers.start(model, new ByteTokenizer(), CONTEXT);
      for (int i = 0; i < 3; i++) {
        sequences.add(scheduler.newSequence());
        users.add(new ArrayList<>());
      }
    }

    void apply(Action action) throws InterruptedException {
      int sequence = action.target() % sequences.size();
      switch (action.kind()) {
        case SUBMIT -> submit(action);
        case CLOSE_SEQUENCE -> {
          users.get(sequence).forEach(reading -> reading.mayEndEarly = true);
          sequences.get(sequence).close();
          sequences.set(sequence, scheduler.newSequence());
          users.set(sequence, new ArrayList<>());
        }
        case RESET_SEQUENCE -> sequences.get(sequence).reset();
        case READ, CANCEL, CLOSE -> {
          if (!readings.isEmpty()) {
            disturb(action, readings.get(action.target() % readings.size()));
          }
        }
      }
    }

    private void submit(Action action) {
      int[] prompt = action.prompt();
      int count = Math.min(action.answer(), CONTEXT - prompt.length + 1);
      GenerationRequest request =
          GenerationRequest.of(prompt).withSampling(SamplingOptions.greedy()).withMaxTokens(count);
      boolean alone = action.target() >= sequences.size();
      Generation generation =
          alone
              ? scheduler.submit(request)
              : scheduler.submit(sequences.get(action.target()), request);
      Reading reading = new Reading(generation, model.answer(prompt, count));
      readings.add(reading);
      if (!alone) {
        users.get(action.target()).add(reading);
      }
    }

    private void disturb(Action action, Reading reading) throws InterruptedException {
      switch (action.kind()) {
        case CANCEL -> {
          reading.mayEndEarly = true;
          reading.generation.cancel();
        }
        case CLOSE -> {
          reading.generation.close();
          readings.remove(reading);
        }
        default -> {
          if (canBeRead(reading)) {
            reading.read(action.size());
          }
        }
      }
    }

    /** Whether all earlier requests of its sequence have ended, for which it would wait. */
    private boolean canBeRead(Reading reading) {
      for (List<Reading> queue : users) {
        int at = queue.indexOf(reading);
        for (int i = 0; i < at; i++) {
          if (readings.contains(queue.get(i)) && !queue.get(i).ended) {
            return false;
          }
        }
      }
      return true;
    }

    void end() throws InterruptedException {
      for (Reading reading : List.copyOf(readings)) {
        reading.read(Integer.MAX_VALUE);
      }
      sequences.forEach(Sequence::close);
      scheduler.close();
      assertThat(model.pool().heldPages()).isZero();
      assertThat(model.pool().availablePages()).isEqualTo(PAGES);
    }
  }

  @Test
  void whatIsReadIsWhatTheModelSaysAndNoPageIsLost() {
    Property.check(
        150,
        choices -> choices.list(40, Action::draw),
        actions -> {
          World world = new World(actions.size() % 2 == 0);
          try {
            for (Action action : actions) {
              world.apply(action);
            }
            world.end();
          } finally {
            world.scheduler.close();
          }
        });
  }
}
