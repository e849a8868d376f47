package ryot.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExactIndexTest extends SimilarityIndexContract {

  @Override
  SimilarityIndex index(List<float[]> vectors) {
    return SimilarityIndex.of(vectors);
  }

  @Override
  double recall() {
    return 1;
  }

  @Test
  void ofEquallyNearOnesTheFirstCounts() {
    float[] x = {1, 0};
    float[] y = {0, 1};
    List<Neighbour> found = new ExactIndex(List.of(y, x, x, x)).nearest(x, 2);
    assertThat(found).containsExactly(new Neighbour(1, 1), new Neighbour(2, 1));
  }

  @Test
  void nothingIsFoundAmongNothing() {
    assertThat(SimilarityIndex.of(List.of()).nearest(new float[3], 5)).isEmpty();
  }
}
