package ryot.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogitsFilterTest {

  /** Probabilities 0.4, 0.3, 0.2, 0.1 of tokens 2, 0, 3, 1. */
  private static final double[] PROBABILITIES = {0.3, 0.1, 0.4, 0.2};

  @Test
  void topKKeepsTheHighest() {
    assertThat(kept(new LogitsFilter.TopK(1))).containsExactly(2);
    assertThat(kept(new LogitsFilter.TopK(3))).containsExactly(0, 2, 3);
  }

  @Test
  void topKOfAtLeastTheVocabularyKeepsAll() {
    assertThat(kept(new LogitsFilter.TopK(4))).containsExactly(0, 1, 2, 3);
    assertThat(kept(new LogitsFilter.TopK(Integer.MAX_VALUE))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void topKOfEqualLogitsKeepsTheLowestIds() {
    Candidates candidates = loaded(new float[] {1, 5, 5, 1, 5, 5, 1});
    new LogitsFilter.TopK(3).apply(candidates);
    assertThat(tokens(candidates)).containsExactly(1, 2, 4);
  }

  @Test
  void topPKeepsTheFewestThatReachItsMass() {
    assertThat(kept(new LogitsFilter.TopP(0.39f))).containsExactly(2);
    assertThat(kept(new LogitsFilter.TopP(0.41f))).containsExactly(0, 2);
    assertThat(kept(new LogitsFilter.TopP(0.69f))).containsExactly(0, 2);
    assertThat(kept(new LogitsFilter.TopP(0.71f))).containsExactly(0, 2, 3);
    assertThat(kept(new LogitsFilter.TopP(0.91f))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void topPOfZeroKeepsTheLikeliest() {
    assertThat(kept(new LogitsFilter.TopP(0))).containsExactly(2);
  }

  @Test
  void topPOfEqualLogitsKeepsTheLowestIds() {
    Candidates candidates = loaded(new float[] {1, 1, 1, 1});
    new LogitsFilter.TopP(0.6f).apply(candidates);
    assertThat(tokens(candidates)).containsExactly(0, 1, 2);
  }

  @Test
  void minPKeepsThoseWithinItsShareOfTheLikeliest() {
    assertThat(kept(new LogitsFilter.MinP(0.24f))).containsExactly(0, 1, 2, 3);
    assertThat(kept(new LogitsFilter.MinP(0.26f))).containsExactly(0, 2, 3);
    assertThat(kept(new LogitsFilter.MinP(0.51f))).containsExactly(0, 2);
    assertThat(kept(new LogitsFilter.MinP(0.76f))).containsExactly(2);
  }

  @Test
  void minPOfOneKeepsTheLikeliestAndItsEquals() {
    Candidates candidates = loaded(new float[] {7, 2, 7, 6.99f});
    new LogitsFilter.MinP(1).apply(candidates);
    assertThat(tokens(candidates)).containsExactly(0, 2);
  }

  @Test
  void temperatureDividesTheDistancesBetweenLogits() {
    Candidates candidates = loaded(new float[] {1, 5, 3});
    new LogitsFilter.Temperature(2).apply(candidates);
    assertThat(candidates.highest()).isZero();
    assertThat(candidates.logit(0)).isEqualTo(-2);
    assertThat(candidates.logit(2)).isEqualTo(-1);
  }

  @Test
  void topPAfterTopKCountsTheMassOfWhatTopKLeft() {
    Candidates candidates = loaded(logarithms());
    new LogitsFilter.TopK(2).apply(candidates);
    new LogitsFilter.TopP(0.56f).apply(candidates); // 0.4 of 0.7 is 0.571
    assertThat(tokens(candidates)).containsExactly(2);
  }

  @Test
  void onlyWhatTheOptionsSwitchOnIsInTheChainAndInTheDocumentedOrder() {
    assertThat(LogitsFilter.chain(SamplingOptions.greedy().withTemperature(1))).isEmpty();
    assertThat(LogitsFilter.chain(SamplingOptions.defaults()))
        .containsExactly(
            new LogitsFilter.TopK(40),
            new LogitsFilter.TopP(0.95f),
            new LogitsFilter.MinP(0.05f),
            new LogitsFilter.Temperature(0.8f));
  }

  /** Partial selection against the evidently right twin: sort everything. */
  @Test
  void selectionEqualsSortingOnRandomLogitsWithTies() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      float[] logits = new float[1 + random.nextInt(400)];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = random.nextInt(60) / 4f; // many ties
      }
      List<Integer> sorted = sorted(logits);
      int k = 1 + random.nextInt(logits.length);
      Candidates byCount = loaded(logits);
      byCount.keepHighest(k);
      assertThat(tokens(byCount)).as("round %d, k %d", round, k).isEqualTo(first(sorted, k));

      float mass = random.nextFloat() * 0.999f;
      Candidates byMass = loaded(logits);
      byMass.keepMass(mass);
      assertThat(tokens(byMass))
          .as("round %d, mass %s", round, mass)
          .isEqualTo(first(sorted, countReaching(mass, sorted, logits)));
    }
  }

  private static int countReaching(float mass, List<Integer> sorted, float[] logits) {
    double total = sorted.stream().mapToDouble(token -> Math.exp(logits[token])).sum();
    double reached = 0;
    int count = 0;
    while (count == 0 || (reached < mass * total && count < logits.length)) {
      reached += Math.exp(logits[sorted.get(count++)]);
    }
    return count;
  }

  private static List<Integer> sorted(float[] logits) {
    List<Integer> tokens = new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
    tokens.sort((a, b) -> Float.compare(logits[b], logits[a])); // stable: ties by id
    return tokens;
  }

  private static List<Integer> first(List<Integer> sorted, int count) {
    List<Integer> tokens = new ArrayList<>(sorted.subList(0, count));
    Collections.sort(tokens);
    return tokens;
  }

  private static List<Integer> kept(LogitsFilter filter) {
    Candidates candidates = loaded(logarithms());
    filter.apply(candidates);
    return tokens(candidates);
  }

  private static float[] logarithms() {
    float[] logits = new float[PROBABILITIES.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(PROBABILITIES[i]);
    }
    return logits;
  }

  private static Candidates loaded(float[] logits) {
    Candidates candidates = new Candidates(logits.length);
    candidates.load(logits, 0);
    return candidates;
  }

  private static List<Integer> tokens(Candidates candidates) {
    return IntStream.range(0, candidates.size()).map(candidates::token).sorted().boxed().toList();
  }
}
