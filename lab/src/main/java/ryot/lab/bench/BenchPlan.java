package ryot.lab.bench;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.cache.KvType;

/**
 * What is to be measured: every combination.
 *
 * @param promptTokens lengths of prompts; 0 for none
 * @param generatedTokens how many tokens to generate; 0 for none
 * @param sequences how many sequences to decode together
 * @param threads how many threads compute
 * @param repetitions timed runs of each test
 * @param warmUpMillis how long each test is run before, at least once
 * @param kvType how keys and values are stored
 */
public record BenchPlan(
    List<Integer> promptTokens,
    List<Integer> generatedTokens,
    List<Integer> sequences,
    List<Integer> threads,
    int repetitions,
    long warmUpMillis,
    KvType kvType) {

  /** Requires something to measure. */
  public BenchPlan {
    promptTokens = without0(promptTokens, "prompt tokens");
    generatedTokens = without0(generatedTokens, "generated tokens");
    sequences = positive(sequences, "sequences");
    threads = positive(threads, "threads");
    if (promptTokens.isEmpty() && generatedTokens.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to measure: neither prompts to process nor tokens to generate");
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be 1 or more, is " + repetitions);
    }
    if (warmUpMillis < 0) {
      throw new IllegalArgumentException("the warm-up must be 0 ms or more, is " + warmUpMillis);
    }
  }

  /** The tests of one number of threads: prompts first. */
  List<BenchCase> tests(int threadCount) {
    List<BenchCase> tests = new ArrayList<>();
    promptTokens.forEach(tokens -> tests.add(BenchCase.prompt(threadCount, tokens)));
    for (int tokens : generatedTokens) {
      sequences.forEach(count -> tests.add(BenchCase.generation(threadCount, tokens, count)));
    }
    return tests;
  }

  /** Tests in all. */
  int testCount() {
    return threads.size() * tests(1).size();
  }

  private static List<Integer> without0(List<Integer> counts, String what) {
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException(what + " must be 0 or more, are " + count);
      }
    }
    return counts.stream().filter(count -> count > 0).distinct().toList();
  }

  private static List<Integer> positive(List<Integer> counts, String what) {
    for (int count : counts) {
      if (count < 1) {
        throw new IllegalArgumentException(what + " must be 1 or more, are " + count);
      }
    }
    if (counts.isEmpty()) {
      throw new IllegalArgumentException("no number of " + what);
    }
    return counts.stream().distinct().toList();
  }
}
