package ryot.testkit;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Checks that something holds for many drawn inputs. The seed is fixed, so that a build means the
 * same every time; {@code -Dryot.property.seed=N} draws others and {@code -Dryot.property.cases=N}
 * more. A failure names the seed and the smallest failing input that was found.
 */
public final class Property {

  private static final long SEED = Long.getLong("ryot.property.seed", 20_261_124L);
  private static final int CASES_DEFAULT = 200;
  private static final int SHRINK_RUNS_MAX = 10_000;

  /** Draws that are cut together at most, which should be what one element takes. */
  private static final int CUT_MAX = 12;

  private Property() {}

  /** Checks 200 inputs. */
  public static <T> void check(Generator<T> inputs, ThrowingConsumer<T> property) {
    check(CASES_DEFAULT, inputs, property);
  }

  /**
   * Checks {@code cases} inputs.
   *
   * @param property returns for an input that it holds for, and throws for another
   * @throws AssertionFailedError if it throws for any
   */
  public static <T> void check(int cases, Generator<T> inputs, ThrowingConsumer<T> property) {
    int count = Integer.getInteger("ryot.property.cases", cases);
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int i = 0; i < count; i++) {
      Optional<Failure> failure = run(Choices.random(seeds.nextLong()), inputs, property);
      if (failure.isPresent()) {
        Failure shrunken = shrink(failure.get(), inputs, property);
        throw new AssertionFailedError(
            "case %d of %d fails (-Dryot.property.seed=%d), shrunken to:%n%s%n%s"
                .formatted(i + 1, count, SEED, shrunken.input(), shrunken.cause()),
            shrunken.cause());
      }
    }
  }

  /**
   * An input that the property does not hold for.
   *
   * @param choices the draws that lead to it
   * @param input as text, taken before the property could change it
   */
  private record Failure(Choices choices, String input, Throwable cause) {}

  @SuppressWarnings("CatchingUnchecked") // whatever a property throws is its verdict
  private static <T> Optional<Failure> run(
      Choices choices, Generator<T> inputs, ThrowingConsumer<T> property) {
    T input = inputs.draw(choices);
    String text = describe(input);
    try {
      property.accept(input);
      return Optional.empty();
    } catch (TestAbortedException aborted) {
      throw aborted;
    } catch (Throwable cause) {
      return Optional.of(new Failure(choices, text, cause));
    }
  }

  private static String describe(Object input) {
    String inBrackets = Arrays.deepToString(new Object[] {input});
    return inBrackets.substring(1, inBrackets.length() - 1);
  }

  private static <T> Failure shrink(
      Failure failure, Generator<T> inputs, ThrowingConsumer<T> property) {
    return new Shrinking<>(inputs, property, failure).smallest();
  }

  /** The search for a smaller record of draws that still fails. */
  private static final class Shrinking<T> {
    private final Generator<T> inputs;
    private final ThrowingConsumer<T> property;
    private Failure best;
    private int runs;

    Shrinking(Generator<T> inputs, ThrowingConsumer<T> property, Failure first) {
      this.inputs = inputs;
      this.property = property;
      this.best = first;
    }

    Failure smallest() {
      boolean better = true;
      while (better && runs < SHRINK_RUNS_MAX) {
        boolean shorter = cutRuns();
        better = lowerDraws() || shorter;
      }
      return best;
    }

    private boolean cutRuns() {
      boolean better = false;
      for (int length = CUT_MAX; length >= 1; length--) {
        for (int from = best.choices().record().length - length; from >= 0; from--) {
          int[] record = best.choices().record();
          if (from + length <= record.length) {
            better |= accept(without(record, from, length));
          }
        }
      }
      return better;
    }

    private boolean lowerDraws() {
      boolean better = false;
      for (int i = 0; i < best.choices().record().length; i++) {
        better |= lower(i);
      }
      return better;
    }

    /** Lowers one draw as far as it goes, in steps that halve. */
    private boolean lower(int index) {
      boolean better = false;
      int step = best.choices().record()[index];
      while (step > 0) {
        int[] record = best.choices().record();
        if (index < record.length
            && record[index] >= step
            && accept(lowered(record, index, step))) {
          better = true;
        } else {
          step /= 2;
        }
      }
      return better;
    }

    private static int[] lowered(int[] record, int index, int step) {
      int[] lower = record.clone();
      lower[index] -= step;
      return lower;
    }

    private boolean accept(int[] record) {
      if (runs++ >= SHRINK_RUNS_MAX) {
        return false;
      }
      Optional<Failure> failure = run(Choices.replay(record), inputs, property);
      if (failure.isEmpty() || !isSmaller(failure.get().choices().record())) {
        return false;
      }
      best = failure.get();
      return true;
    }

    private boolean isSmaller(int[] record) {
      int[] smallest = best.choices().record();
      return record.length != smallest.length
          ? record.length < smallest.length
          : Arrays.compare(record, smallest) < 0;
    }

    private static int[] without(int[] record, int from, int length) {
      int[] shorter = Arrays.copyOf(record, record.length - length);
      System.arraycopy(record, from + length, shorter, from, shorter.length - from);
      return shorter;
    }
  }
}
