package ryot.embed;

import java.util.List;

/** Vectors of length 1, to be searched by similarity. Immutable; safe for use by many threads. */
public interface SimilarityIndex {

  /** Vectors: beyond this many a graph is searched, which may miss a neighbour now and then. */
  int EXACT_MAX = 50_000;

  /**
   * The vectors nearest to {@code query}, the nearest first; of those equally near the first.
   *
   * @param query as long as the vectors
   * @param count how many at most, 0 or more
   * @throws IllegalArgumentException if the query is of another length
   */
  List<Neighbour> nearest(float[] query, int count);

  /**
   * An index of {@code vectors}: they are compared one by one while they are few, and by a graph
   * otherwise, which takes minutes to build per hundred thousand.
   *
   * @param vectors all as long; borrowed, and not to be changed any more
   */
  static SimilarityIndex of(List<float[]> vectors) {
    return vectors.size() <= EXACT_MAX ? new ExactIndex(vectors) : GraphIndex.build(vectors);
  }
}
