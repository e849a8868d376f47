package ryot.embed;

import java.util.List;

class GraphIndexTest extends SimilarityIndexContract {

  @Override
  SimilarityIndex index(List<float[]> vectors) {
    return GraphIndex.build(vectors);
  }

  @Override
  double recall() {
    return 0.95;
  }
}
