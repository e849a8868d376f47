package ryot.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What every index does. */
abstract class SimilarityIndexContract {

  private static final int DIMENSIONS = 48;

  abstract SimilarityIndex index(List<float[]> vectors);

  /** The share of true neighbours that must be found. */
  abstract double recall();

  /** Vectors of length 1 around {@code centres} directions. */
  private static List<float[]> vectors(int count, int centres, long seed) {
    Random random = new Random(seed);
    float[][] middles = new float[centres][];
    for (int i = 0; i < centres; i++) {
      middles[i] = unit(random, new float[DIMENSIONS], 1);
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(unit(random, middles[i % centres], 0.1f));
    }
    return vectors;
  }

  private static float[] unit(Random random, float[] around, float spread) {
    float[] vector = new float[around.length];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = around[i] + spread * (float) random.nextGaussian();
      squares += (double) vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  private static double cosine(float[] x, float[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> (double) x[i] * y[i]).sum();
  }

  @Test
  void theNearestAreFoundAndComeFirst() {
    List<float[]> vectors = vectors(2_000, 40, 1);
    SimilarityIndex index = index(vectors);
    int right = 0;
    for (float[] query : vectors(50, 40, 1)) {
      List<Integer> expected =
          IntStream.range(0, vectors.size())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -cosine(vectors.get(i), query)))
              .limit(10)
              .toList();
      List<Neighbour> found = index.nearest(query, 10);
      assertThat(found)
          .hasSize(10)
          .isSortedAccordingTo(Comparator.comparingDouble(n -> -n.similarity()));
      for (Neighbour neighbour : found) {
        assertThat((double) neighbour.similarity())
            .isCloseTo(cosine(vectors.get(neighbour.index()), query), Offset.offset(1e-4));
        right += expected.contains(neighbour.index()) ? 1 : 0;
      }
    }
    assertThat(right / 500.0).isGreaterThanOrEqualTo(recall());
  }

  @Test
  void moreThanThereAreIsAll() {
    assertThat(index(vectors(5, 2, 3)).nearest(vectors(1, 1, 4).getFirst(), 9)).hasSize(5);
    assertThat(index(vectors(5, 2, 3)).nearest(vectors(1, 1, 4).getFirst(), 0)).isEmpty();
  }

  @Test
  void aQueryOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> index(vectors(5, 2, 3)).nearest(new float[7], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 numbers is compared with vectors of 48");
  }
}
