package ryot.embed;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Walks a graph of neighbours (JVector's, after Subramanya et al. 2019, DiskANN) instead of looking
 * at each vector. It is derived from the vectors and kept in memory only.
 */
final class GraphIndex implements SimilarityIndex {

  /** Neighbours of a node. */
  private static final int DEGREE = 16;

  private static final int BEAM_WIDTH = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  /** Candidates looked at for each one wanted, and at least so many. */
  private static final int CANDIDATES = 4;

  private static final int CANDIDATES_MIN = 64;

  /**
   * The logger above all of JVector's: which vectors the JVM has is no news to who searches. Held
   * here, since the JDK forgets loggers that nobody holds, and their levels with them.
   */
  private static final Logger JVECTOR = Logger.getLogger("io.github.jbellis.jvector");

  static {
    JVECTOR.setLevel(Level.OFF);
  }

  private final RandomAccessVectorValues vectors;
  private final ImmutableGraphIndex graph;
  private final VectorTypeSupport types;

  private GraphIndex(
      RandomAccessVectorValues vectors, ImmutableGraphIndex graph, VectorTypeSupport types) {
    this.vectors = vectors;
    this.graph = graph;
    this.types = types;
  }

  /** The graph of {@code vectors}, at least one. */
  static GraphIndex build(List<float[]> vectors) {
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    int dimensions = vectors.getFirst().length;
    List<VectorFloat<?>> converted = new ArrayList<>(vectors.size());
    for (float[] vector : vectors) {
      Vectors.requireLength(vector, dimensions);
      converted.add(types.createFloatVector(vector));
    }
    RandomAccessVectorValues values = new ListRandomAccessVectorValues(converted, dimensions);
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(values, VectorSimilarityFunction.DOT_PRODUCT, DEGREE)
            .withBeamWidth(BEAM_WIDTH)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .build()) {
      return new GraphIndex(values, builder.build(values), types);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of closing what is in memory
    }
  }

  @Override
  public List<Neighbour> nearest(float[] query, int count) {
    Vectors.requireLength(query, vectors.dimension());
    if (count == 0) {
      return List.of();
    }
    SearchResult result =
        GraphSearcher.search(
            types.createFloatVector(query),
            Math.min(count, vectors.size()),
            Math.max(CANDIDATES_MIN, CANDIDATES * count),
            vectors,
            VectorSimilarityFunction.DOT_PRODUCT,
            graph,
            Bits.ALL);
    List<Neighbour> found = new ArrayList<>();
    for (SearchResult.NodeScore node : result.getNodes()) {
      found.add(
          new Neighbour(node.node, 2 * node.score - 1)); // JVector's score is (1 + cosine) / 2
    }
    return found;
  }
}
